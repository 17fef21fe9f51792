"""One question after another: all that is known stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from permits.eligibility.evaluation import asked, cleaned
from permits.eligibility.rulebook import Question, RuleBook
from permits.eligibility.telling import answered
from permits.forms import MOST_ADULTS, MOST_CHILDREN
from permits.models import Attendee, Visit
from permits.presentation.people import counted
from rotonde.region.models import Municipality


@dataclass(frozen=True)
class Answer:
    """A question that was answered, the words of the answer, and the address that asks it anew."""

    question: Question
    choice: object
    query: str


@dataclass(frozen=True)
class Walk:
    """Where somebody stands: choices made, municipality, party (None: not said yet)."""

    book: RuleBook
    answers: Mapping[str, str]
    municipality: Municipality | None
    party: tuple[int, int] | None

    @property
    def question(self) -> Question | None:
        """What to ask next; None at the end."""
        return next((q for q in asked(self.book, self.answers) if self._is_open(q)), None)

    def _is_open(self, question: Question) -> bool:
        if question.kind == "place":
            return self.municipality is None
        if question.kind == "people":
            return self.party is None
        return question.code not in self.answers

    @property
    def number(self) -> int:
        """Which question this is, from 1 on."""
        questions = asked(self.book, self.answers)
        question = self.question
        return questions.index(question) + 1 if question else len(questions)

    @property
    def options(self) -> list[tuple[object, str]]:
        """What can be answered, each with the address that says so."""
        question = self.question
        if question is None:
            return []
        return [
            (choice, self.query(**{question.code: choice.value}))
            for choice in question.offered(self.answers)
        ]

    @property
    def told(self) -> list[Answer]:
        """The choices made so far. Asked anew, the later ones are kept where they still fit."""
        return [
            Answer(question, choice, self.query(**{question.code: ""}))
            for question, choice in answered(self.book, dict(self.answers))
        ]

    @property
    def adults(self) -> int:
        return self.party[0] if self.party else 1

    @property
    def children(self) -> int:
        return self.party[1] if self.party else 0

    @property
    def people(self) -> str:
        """ "2 adults and 1 child"."""
        return counted(self.adults, self.children)

    @property
    def fields(self) -> dict[str, str]:
        """Everything that is known, as an address carries it."""
        found = dict(self.answers)
        if self.municipality:
            found["municipality"] = self.municipality.nis_code
        if self.party:
            found |= {"adults": str(self.party[0]), "children": str(self.party[1])}
        return found

    def query(self, **changes: str) -> str:
        """The query string, with `changes` in place of what it says now."""
        return urlencode({n: v for n, v in {**self.fields, **changes}.items() if v})

    @property
    def elsewhere(self) -> str:
        """The query string that asks for the municipality anew."""
        return self.query(municipality="")

    @property
    def others(self) -> str:
        """The query string that asks for the party anew."""
        return self.query(adults="", children="")

    def without(self, *names: str) -> list[tuple[str, str]]:
        """What a form that asks `names` has to carry along."""
        return [(name, value) for name, value in self.fields.items() if name not in names]


def walk_from(book: RuleBook, address: Mapping[str, str]) -> Walk:
    """What an address says; what makes no sense counts as not said."""
    code = address.get("municipality", "")[:5]
    known = code.isascii() and code.isdigit()
    return Walk(
        book=book,
        answers=cleaned(book, dict(address.items())),
        municipality=Municipality.objects.filter(nis_code=code).first() if known else None,
        party=_party(address.get("adults", ""), address.get("children", "")),
    )


def walk_of(visit: Visit, book: RuleBook, address: Mapping[str, str]) -> Walk:
    """What an address says for a visit, whose party and municipality are known.

    An address that says nothing stands for what was told before.
    """
    kinds = list(visit.attendees.values_list("kind", flat=True))
    children = kinds.count(Attendee.Kind.CHILD)
    answers = dict(address.items()) or visit.answers
    return Walk(book, cleaned(book, answers), visit.municipality, (len(kinds) - children, children))


def _party(adults: str, children: str) -> tuple[int, int] | None:
    wanted = (adults, children or "0")
    if not all(text in _NUMBERS for text in wanted):
        return None
    found = (int(wanted[0]), int(wanted[1]))
    return found if any(found) and found[0] <= MOST_ADULTS else None


_NUMBERS = {str(number) for number in range(MOST_CHILDREN + 1)}

"""What somebody told before booking, read by the rules they met, and what follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from permits.eligibility.evaluation import Finding, cleaned, outcome_of
from permits.eligibility.rulebook import Choice, Outcome, Passage, Question, RuleBook
from permits.eligibility.told import Given, given_from
from permits.models import RuleSet, Visit


@dataclass(frozen=True)
class Told:
    """Answers (clean), the version of the rules, and the outcome they led to."""

    rule_set: RuleSet
    book: RuleBook
    answers: dict[str, str]
    finding: Finding

    def __str__(self) -> str:
        return str(Given(self.rule_set.version, self.answers))

    @property
    def outcome(self) -> Outcome:
        return self.finding.outcome

    @property
    def rows(self) -> list[tuple[Question, Choice]]:
        """Each question with what was answered."""
        return answered(self.book, self.answers)

    @property
    def desk(self) -> list[Passage]:
        return [self.book.passages[code] for code in self.outcome.desk]

    @property
    def after(self) -> list[Passage]:
        return [self.book.passages[code] for code in self.outcome.after]


def told_in(rule_set: RuleSet, answers: dict[str, str], *, on: date) -> Told | None:
    """What `answers` tell by these rules; None where they lead nowhere."""
    book = rule_set.book
    clean = cleaned(book, answers)
    finding = outcome_of(book, clean, on=on) if clean else None
    return Told(rule_set, book, clean, finding) if finding else None


def told_from(text: str, *, on: date) -> Told | None:
    """What an address tells, if the rules it names were ever published."""
    given = given_from(text)
    found = RuleSet.objects.told().filter(version=given.version).first() if given else None
    return told_in(found, dict(given.answers), on=on) if found and given else None


def told_of(visit: Visit) -> Told | None:
    """What was told before this visit was booked; no query where nothing was."""
    if visit.rule_set is None:
        return None
    return told_in(visit.rule_set, visit.answers, on=visit.created_at.date())


def outcomes_of(visits: Iterable[Visit]) -> dict[int, Outcome]:
    """What was told before each of these visits led to, by the visit's id; one query."""
    told = {visit.pk: visit for visit in visits if visit.rule_set_id}
    if not told:
        return {}
    rules = RuleSet.objects.in_bulk({visit.rule_set_id for visit in told.values()})
    books = {pk: rule_set.book for pk, rule_set in rules.items()}
    found = {}
    for pk, visit in told.items():
        book = books[visit.rule_set_id]
        clean = cleaned(book, visit.answers)
        finding = outcome_of(book, clean, on=visit.created_at.date()) if clean else None
        if finding:
            found[pk] = finding.outcome
    return found


def answered(book: RuleBook, answers: dict[str, str]) -> list[tuple[Question, Choice]]:
    """The questions that were answered, each with the choice that was made."""
    return [
        (question, choice)
        for question in book.questions
        for choice in question.choices
        if answers.get(question.code) == choice.value
    ]

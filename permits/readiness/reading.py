"""Reads how far each person of some visits is.

Six queries, and one for the rules where what was told before booking narrows the list, however
many visits. A paper that several procedures ask for in the same form is one item, and a person
answers it once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from permits.eligibility.rulebook import Outcome
from permits.eligibility.telling import outcomes_of
from permits.models import (
    AheadAnswer,
    AheadQuestion,
    Attendee,
    Document,
    PaperCheck,
    Requirement,
    Visit,
)
from permits.presentation.checklist import applies
from permits.presentation.people import labels

AUDIENCES = {"adult": ("everyone", "adult"), "child": ("everyone", "child")}
_Key = tuple[int, str]


@dataclass(frozen=True)
class Paper:
    """One document in one form that one person is asked for."""

    attendee: Attendee
    requirement: Requirement
    check: PaperCheck | None

    @property
    def name(self) -> str:
        """How a form calls it."""
        return f"paper-{self.attendee.pk}-{self.requirement.pk}"

    @property
    def document(self) -> Document:
        return self.requirement.document

    @property
    def answer(self) -> str:
        return self.check.answer if self.check else ""

    @property
    def doubt(self) -> str:
        return self.check.doubt if self.check else ""

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def answered_since(self) -> bool:
        """The person answered after the office doubted."""
        check = self.check
        if check is None or check.answered_at is None or check.doubted_at is None:
            return False
        return check.answered_at > check.doubted_at


@dataclass(frozen=True)
class Asked:
    """One question one person can answer ahead."""

    attendee: Attendee
    question: AheadQuestion
    answer: str

    @property
    def name(self) -> str:
        return f"question-{self.attendee.pk}-{self.question.pk}"

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def is_doubtful(self) -> bool:
        """Answered, and not with the answer that needs no second look."""
        return bool(self.answer) and self.answer != self.question.wanted


@dataclass(frozen=True)
class PersonReadiness:
    attendee: Attendee
    name: str
    papers: list[Paper]
    questions: list[Asked]

    @property
    def total(self) -> int:
        return len(self.papers) + len(self.questions)

    @property
    def answered(self) -> int:
        return self.total - len(self.missing) - len(self.unanswered)

    @property
    def missing(self) -> list[Paper]:
        """Papers the person does not have yet, as far as they said."""
        return [paper for paper in self.papers if paper.is_open]

    @property
    def unanswered(self) -> list[Asked]:
        return [asked for asked in self.questions if asked.is_open]

    @property
    def doubted(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.doubt]

    @property
    def second_looks(self) -> list[Asked]:
        return [asked for asked in self.questions if asked.is_doubtful]

    @property
    def is_ready(self) -> bool:
        return self.answered == self.total and not self.doubted and not self.second_looks

    @property
    def documents(self) -> list[tuple[Document, list[Paper]]]:
        """Papers by document, in the order in which they are first asked for."""
        found: dict[int, list[Paper]] = {}
        for paper in self.papers:
            found.setdefault(paper.document.pk, []).append(paper)
        return [(papers[0].document, papers) for papers in found.values()]


@dataclass(frozen=True)
class Readiness:
    """A party before its visit."""

    people: list[PersonReadiness]

    @cached_property
    def missing(self) -> int:
        """How many papers and answers are still open."""
        return sum(len(person.missing) + len(person.unanswered) for person in self.people)

    @cached_property
    def doubtful(self) -> int:
        return sum(len(person.doubted) + len(person.second_looks) for person in self.people)

    @property
    def is_ready(self) -> bool:
        return not self.missing and not self.doubtful

    @property
    def to_settle(self) -> list[PersonReadiness]:
        """Who still has papers to find, or to show to be in order."""
        return [person for person in self.people if person.missing or person.doubted]

    @property
    def answered_at(self) -> datetime | None:
        """When somebody of the party last said anything about a paper."""
        checks = [p.check.answered_at for person in self.people for p in person.papers if p.check]
        return max((at for at in checks if at), default=None)

    @property
    def items(self) -> dict[str, Paper | Asked]:
        """Everything that can be answered, by its name in a form."""
        found: dict[str, Paper | Asked] = {}
        for person in self.people:
            found |= {paper.name: paper for paper in person.papers}
            found |= {asked.name: asked for asked in person.questions}
        return found


def readiness_of(visit: Visit) -> Readiness:
    """How far the party of `visit` is."""
    return readiness_by_visit([visit])[visit.pk]


def readiness_by_visit(visits: Sequence[Visit]) -> dict[int, Readiness]:
    """How far the party of each of these visits is, by the visit's id."""
    attendees = list(
        Attendee.objects.filter(visit__in=[visit.pk for visit in visits])
        .order_by("visit", "position")
        .prefetch_related("procedures")
    )
    codes = {procedure.pk for each in attendees for procedure in each.procedures.all()}
    asked = _Asking(codes, attendees) if codes else None
    outcomes = outcomes_of(visits)
    found = {visit.pk: Readiness([]) for visit in visits}
    for visit_id, group in groupby(attendees, key=lambda each: each.visit_id):
        party = list(group)
        names = labels(each.kind for each in party)
        found[visit_id] = Readiness(
            [
                PersonReadiness(
                    each,
                    each.name or name,
                    asked.papers(each, outcomes.get(visit_id)) if asked else [],
                    asked.questions(each) if asked else [],
                )
                for each, name in zip(party, names, strict=True)
            ]
        )
    return found


class _Asking:
    """Everything that is asked for some procedures, and what some people have answered."""

    def __init__(self, procedures: Iterable[int], attendees: Sequence[Attendee]):
        self.requirements = list(
            Requirement.objects.filter(procedure__in=procedures)
            .select_related("document", "procedure")
            .order_by("procedure__position", "position", "pk")
        )
        self.asked = list(
            AheadQuestion.objects.filter(procedure__in=procedures).order_by(
                "procedure__position", "position", "pk"
            )
        )
        self.checks: dict[int, dict[_Key, PaperCheck]] = defaultdict(dict)
        checks = PaperCheck.objects.filter(attendee__in=attendees).select_related("requirement")
        for check in checks.order_by("answered_at"):
            key = check.requirement.document_id, check.requirement.form
            self.checks[check.attendee_id][key] = check
        answers = AheadAnswer.objects.filter(attendee__in=attendees)
        self.answers = {(a.attendee_id, a.question_id): a.answer for a in answers}

    def papers(self, attendee: Attendee, outcome: Outcome | None) -> list[Paper]:
        wanted: dict[_Key, Requirement] = {}
        for each in self.requirements:
            if self._concerns(each, attendee) and (not outcome or applies(each, outcome)):
                wanted.setdefault((each.document_id, each.form), each)
        known = self.checks[attendee.pk]
        return [Paper(attendee, each, known.get(key)) for key, each in wanted.items()]

    def questions(self, attendee: Attendee) -> list[Asked]:
        return [
            Asked(attendee, each, self.answers.get((attendee.pk, each.pk), ""))
            for each in self.asked
            if self._concerns(each, attendee)
        ]

    def _concerns(self, each: Requirement | AheadQuestion, attendee: Attendee) -> bool:
        comes_for = {procedure.pk for procedure in attendee.procedures.all()}
        return each.procedure_id in comes_for and each.audience in AUDIENCES[attendee.kind]

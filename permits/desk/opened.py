"""The visit that is open beside the board: its steps, its history, and what can happen next."""

from dataclasses import dataclass
from datetime import datetime

from permits.availability import Start
from permits.desk.catching_up import next_fit
from permits.eligibility.telling import Told, told_of
from permits.models import Attendee, Officer, Proposal, Step, Visit, VisitEntry
from permits.presentation.checklist import Bundle, checklist
from permits.presentation.facts import names_of
from permits.questions import party_of
from permits.readiness.reading import Readiness, readiness_of
from permits.rostering.proposals import is_open, proposal_for


@dataclass(frozen=True)
class Opened:
    """`fit` is when a visit whose turn has passed can be seen instead.

    `proposal` is what was proposed to a visitor whose officer is away, open while it is kept.
    """

    visit: Visit
    steps: list[Step]
    entries: list[VisitEntry]
    follow_ups: list[Visit]
    fit: Start | None
    told: Told | None
    bundles: list[Bundle]
    readiness: Readiness
    proposal: Proposal | None = None
    proposal_open: bool = False
    interpreter_choices = Visit.Interpreter.choices

    @property
    def is_booked(self) -> bool:
        return self.visit.state == Visit.State.BOOKED

    @property
    def people(self) -> list[Attendee]:
        """Who comes, in the order of the party."""
        people = {step.attendee.position: step.attendee for step in self.steps}
        return [people[position] for position in sorted(people)]

    @property
    def left(self) -> list[Step]:
        return [step for step in self.steps if not step.outcome]

    @property
    def next(self) -> Step | None:
        """Whose turn it is, for a party that is here."""
        here = self.visit.arrived_at and not self.visit.left_at
        return self.left[0] if here and self.left else None

    @property
    def then(self) -> Officer | None:
        """The officer after that one."""
        others = [step.officer for step in self.left if step.officer != self.left[0].officer]
        return others[0] if others else None

    @property
    def hands_over(self) -> Step | None:
        """The step whose officer hands the party over to another."""
        return self.next if self.then else None

    @property
    def can_close(self) -> bool:
        return bool(self.visit.arrived_at and not self.visit.left_at and not self.left)

    @property
    def notes(self) -> list[VisitEntry]:
        """What colleagues left: private notes, and what came along when it was handed over."""
        kinds = (VisitEntry.Action.NOTED, VisitEntry.Action.HANDED)
        return [entry for entry in self.entries if entry.action in kinds and entry.note]

    @property
    def speechless(self) -> str:
        """The officers who do not speak the visitor's language."""
        officers = {step.officer.pk: step.officer for step in self.left}
        return ", ".join(
            each.name for each in officers.values() if self.visit.language not in each.languages
        )


def opened_visit(visit: Visit, *, at: datetime) -> Opened:
    """Read it: a few queries, and the timetable where a turn has passed."""
    steps = visit.steps.select_related("attendee", "procedure", "officer")
    entries = visit.entries.select_related("by", "step__procedure", "follow_up")
    booked = visit.state == Visit.State.BOOKED
    told = told_of(visit)
    proposal = proposal_for(visit) if booked else None
    return Opened(
        visit=visit,
        steps=list(steps.order_by("first_cell")),
        entries=list(entries),
        follow_ups=list(visit.follow_ups.filter(state=Visit.State.BOOKED).select_related("center")),
        fit=next_fit(visit, at=at) if booked else None,
        told=told,
        bundles=checklist(party_of(visit), names_of(visit), told.outcome) if told else [],
        proposal=proposal,
        proposal_open=proposal is not None and is_open(proposal, at=at),
        readiness=readiness_of(visit),
    )

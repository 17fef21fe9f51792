"""Where each party of a day stands: expected, late, waiting for whom, through. No queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from permits.cells import instant_of
from permits.models import Officer, Step, Visit
from permits.readiness.reading import Readiness


class State(StrEnum):
    """What a block looks like; each has a colour, a shape and a word (templates/desk)."""

    HELD = "held"
    EXPECTED = "expected"
    LATE = "late"
    WAITING = "waiting"
    CALLED = "called"
    LATER = "later"
    DONE = "done"
    MISSING = "missing"
    REFUSED = "refused"
    MISSED = "missed"


_OPEN = {State.EXPECTED, State.LATE, State.WAITING, State.CALLED, State.LATER}


@dataclass
class Block:
    """A party's steps in a row with one officer: what they do together without getting up."""

    visit: Visit
    officer: Officer
    steps: list[Step]
    state: State = State.EXPECTED
    called_at: datetime | None = None

    @property
    def first_cell(self) -> int:
        return self.steps[0].first_cell

    @property
    def end_cell(self) -> int:
        return self.steps[-1].first_cell + self.steps[-1].cell_count

    @property
    def cell_count(self) -> int:
        return self.end_cell - self.first_cell

    @property
    def starts_at(self) -> datetime:
        return instant_of(self.first_cell)

    @property
    def ends_at(self) -> datetime:
        return instant_of(self.end_cell)

    @property
    def is_settled(self) -> bool:
        return all(step.outcome for step in self.steps)

    @property
    def is_open(self) -> bool:
        """Somebody is still to be seen here."""
        return self.state in _OPEN

    @property
    def people(self) -> int:
        return len({step.attendee_id for step in self.steps})

    @property
    def needs_interpreter(self) -> bool:
        """Somebody said so, or officer and visitor share no language; nobody is arranged yet."""
        need = self.visit.interpreter
        if need:
            return need == Visit.Interpreter.NEEDED
        return self.visit.language not in self.officer.languages

    @property
    def procedures(self) -> list[object]:
        """Each once, in the order they are gone through."""
        return list({step.procedure_id: step.procedure for step in self.steps}.values())


@dataclass
class Party:
    """A visit of the day with its blocks in order; `cell` is the cell it is now."""

    visit: Visit
    cell: int
    blocks: list[Block] = field(default_factory=list)
    readiness: Readiness | None = None

    @property
    def is_held(self) -> bool:
        return self.visit.state == Visit.State.HELD

    @property
    def is_through(self) -> bool:
        return all(block.is_settled for block in self.blocks)

    @property
    def is_expected(self) -> bool:
        """Booked, and the door has not opened for them yet."""
        return self._to_come and self.visit.first_cell >= self.cell

    @property
    def is_late(self) -> bool:
        return self._to_come and self.visit.first_cell < self.cell

    @property
    def waits_for(self) -> Block | None:
        """The block whose turn it is, for a party that is here."""
        if self.visit.arrived_at is None:
            return None
        return next((block for block in self.blocks if not block.is_settled), None)

    @property
    def is_overdue(self) -> bool:
        """The hour at which they should have been called is over."""
        block = self.waits_for
        return block is not None and block.first_cell < self.cell

    @property
    def _to_come(self) -> bool:
        visit = self.visit
        return not self.is_held and visit.arrived_at is None and visit.missed_at is None


def parties_of(
    steps: Iterable[Step], *, cell: int, called: Mapping[int, datetime] | None = None
) -> list[Party]:
    """The parties these steps belong to, by the hour at the door; `called` by step id: when."""
    parties: dict[int, Party] = {}
    in_order = sorted(
        steps,
        key=lambda step: (step.visit.first_cell, step.visit_id, step.first_cell, step.pk),
    )
    for step in in_order:
        parties.setdefault(step.visit_id, Party(step.visit, cell))
    for (visit_id, _officer), together in groupby(
        sorted(in_order, key=lambda step: (step.visit_id, step.officer_id, step.first_cell)),
        key=lambda step: (step.visit_id, step.officer_id),
    ):
        own = list(together)
        parties[visit_id].blocks += _blocks(own)
    for party in parties.values():
        party.blocks.sort(key=lambda block: block.first_cell)
        for block in party.blocks:
            block.called_at = max(
                (called[s.pk] for s in block.steps if called and s.pk in called), default=None
            )
            block.state = _state(party, block)
    return list(parties.values())


def _blocks(steps: list[Step]) -> list[Block]:
    """Steps that follow each other without a gap are one block."""
    blocks: list[Block] = []
    for step in steps:
        if blocks and blocks[-1].end_cell == step.first_cell:
            blocks[-1].steps.append(step)
        else:
            blocks.append(Block(step.visit, step.officer, [step]))
    return blocks


def _state(party: Party, block: Block) -> State:
    if party.is_held:
        return State.HELD
    if block.is_settled:
        return _worst(block)
    if party.visit.missed_at is not None:
        return State.MISSED
    if party.visit.arrived_at is None:
        return State.LATE if party.is_late else State.EXPECTED
    if party.waits_for is not block:
        return State.LATER
    return State.CALLED if block.called_at else State.WAITING


def _worst(block: Block) -> State:
    outcomes = {step.outcome for step in block.steps}
    for outcome, state in (
        (Step.Outcome.REFUSED, State.REFUSED),
        (Step.Outcome.MISSING, State.MISSING),
    ):
        if outcome in outcomes:
            return state
    return State.DONE

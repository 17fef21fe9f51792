"""What becomes of every visit a changed roster hits, before anything is changed.

Another officer at the same time; for whoever is in the building the next time of today; else a
proposal. The plan is reckoned from what can be read, and reckoned once more under the lock when
it is carried out: the digest tells whether both are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from permits.availability import Start
from permits.catalogue import read_catalogue
from permits.cells import CELL_SECONDS
from permits.days import local_day
from permits.models import Center, Proposal, Step, Visit
from permits.parties import Unbookable
from permits.questions import ask, party_of
from permits.remainder import first_fit_at
from permits.rostering.changes import Change
from permits.rostering.free_time import FreeTime
from permits.rostering.impact import Hit, Shifts, freed, hits, shifts_after
from permits.seats import Seat
from permits.timetable import Timetable, timetable_of

Seats = Mapping[tuple[int, int], Seat]
# How long a proposed time is kept for the visitor, at most.
KEPT = timedelta(hours=48)
# Nobody is proposed a time that begins before they can have read of it.
NOTICE = timedelta(hours=24)
AT_LEAST = timedelta(minutes=30)


class Outcome(StrEnum):
    """What becomes of a visit."""

    SAME_TIME = "same-time"
    LATER = "later"
    PROPOSED = "proposed"
    NOTHING_FREE = "nothing-free"
    GIVEN_BACK = "given-back"
    HOLDS_AGAIN = "holds-again"


@dataclass(frozen=True)
class Fate:
    """A visit and what becomes of it; `seats` are the new ones, by person and procedure.

    `offer` is the time that is proposed or that follows later today, kept until `until`;
    `instead_of` the proposal that goes.
    """

    visit: Visit
    outcome: Outcome
    left: list[Step]
    seats: Seats = field(default_factory=dict)
    offer: Start | None = None
    until: datetime | None = None
    instead_of: Proposal | None = None

    @property
    def days(self) -> set[date]:
        """The days that change with it."""
        days = {self.visit.date}
        if self.offer:
            days.add(local_day(self.visit.center, self.offer.start))
        if self.instead_of and self.instead_of.held:
            days.add(self.instead_of.held.date)
        return days


@dataclass(frozen=True)
class Plan:
    """A change of the roster with everything that follows from it."""

    center: Center
    shifts: Shifts
    fates: list[Fate]

    @property
    def days(self) -> set[date]:
        """The days that are to be locked."""
        return self.shifts.changed.union(*(fate.days for fate in self.fates))

    @property
    def digest(self) -> str:
        """Another text whenever something else would come of it."""
        told = [
            *(
                (day, sorted(self.shifts.gone[day]), sorted(self.shifts.new[day]))
                for day in sorted(self.shifts.changed)
            ),
            *(
                (f.visit.pk, f.visit.sequence, f.outcome.value, sorted(f.seats.items()))
                for f in self.fates
            ),
        ]
        return blake2b(repr(told).encode(), digest_size=12).hexdigest()

    def of(self, *outcomes: Outcome) -> list[Fate]:
        return [fate for fate in self.fates if fate.outcome in outcomes]


def plan(change: Change, *, at: datetime) -> Plan:
    """Look at what the change would do; a handful of queries and a few for each visit hit."""
    shifts = shifts_after(change, at=at)
    again = [_holds_again(each) for each in freed(change, shifts, at=at)]
    found = hits(change, shifts, at=at)
    if not found:
        return Plan(change.center, shifts, again)
    free = FreeTime(change.center, shifts, at=at)
    return Plan(change.center, shifts, again + [_fate(hit, free, at) for hit in found])


def _holds_again(proposal: Proposal) -> Fate:
    return Fate(proposal.visit, Outcome.HOLDS_AGAIN, [], instead_of=proposal)


def _fate(hit: Hit, free: FreeTime, at: datetime) -> Fate:
    visit, had = hit.visit, _seats(hit.left)
    free.give(had.values())
    same = _same_time(hit, free, at)
    if same is not None:
        free.take({**had, **same}.values())
        return Fate(visit, Outcome.SAME_TIME, hit.left, same)
    if visit.state == Visit.State.HELD:
        return _without_the_hold(hit, free, at)
    if visit.arrived_at is not None:
        return _later_today(hit, free, had, at)
    free.take(had.values())
    return _proposed(visit, hit.left, free, at)


def _same_time(hit: Hit, free: FreeTime, at: datetime) -> Seats | None:
    """The same times with colleagues; None where one of them is missing, or it has begun."""
    seats: dict[tuple[int, int], Seat] = {}
    for block in hit.blocks:
        officer = free.colleague(block) if block.first * CELL_SECONDS >= at.timestamp() else None
        if officer is None:
            return None
        seats |= {
            key: Seat(officer, first, count)
            for key, (_old, first, count) in _seats(block.steps).items()
        }
        free.take(seats.values())
    free.give(seats.values())
    return seats


def _without_the_hold(hit: Hit, free: FreeTime, at: datetime) -> Fate:
    """A time somebody was about to book is given back; one that was proposed is proposed anew."""
    proposals = Proposal.objects.unsettled().filter(held=hit.visit)
    proposal = proposals.select_related("visit__center", "visit__municipality", "held").first()
    if proposal is None:
        return Fate(hit.visit, Outcome.GIVEN_BACK, hit.left)
    left = list(proposal.visit.steps.select_related("attendee", "procedure", "officer__agency"))
    return _proposed(proposal.visit, left, free, at, instead_of=proposal)


def _later_today(hit: Hit, free: FreeTime, had: Seats, at: datetime) -> Fate:
    """For whoever is in the building: the first time of today at which what is left fits."""
    catalogue = read_catalogue({step.procedure.slug for step in hit.left})
    try:
        desks = free.desks(free.staff(hit.visit, catalogue.agencies))
        fit = first_fit_at(hit.visit, hit.left, desks, catalogue, base=free.base, at=at)
    except Unbookable:
        fit = None
    if fit is None:
        free.take(had.values())
        return Fate(hit.visit, Outcome.NOTHING_FREE, hit.left)
    seats = _seats_of(*fit)
    free.take(seats.values())
    return Fate(hit.visit, Outcome.LATER, hit.left, seats, fit[1])


def _proposed(
    visit: Visit,
    left: list[Step],
    free: FreeTime,
    at: datetime,
    instead_of: Proposal | None = None,
) -> Fate:
    """The free time nearest to the one that goes, kept for the visitor."""
    earliest = max(at + AT_LEAST, min(visit.starts_at, at + NOTICE))
    try:
        question = ask(visit.center, party_of(visit), visit.municipality, by_staff=True)
        desks = free.desks(question.staff)
        timetable = timetable_of(question, free.days, desks, earliest=earliest)
    except Unbookable:
        return Fate(visit, Outcome.NOTHING_FREE, left, instead_of=instead_of)
    nearest = timetable.nearest(visit.starts_at, limit=2)
    offer = next((start for start in nearest if start.cell != visit.first_cell), None)
    if offer is None:
        return Fate(visit, Outcome.NOTHING_FREE, left, instead_of=instead_of)
    seats = _seats_of(timetable, offer)
    free.take(seats.values())
    until = kept_until(offer.start, visit.center, at=at)
    return Fate(visit, Outcome.PROPOSED, left, seats, offer, until, instead_of)


def kept_until(start: datetime, center: Center, *, at: datetime) -> datetime:
    """Until when a proposed time is kept: two days, and others can still book it afterwards.

    What is proposed for the next hours is kept until it begins.
    """
    until = min(at + KEPT, start - timedelta(minutes=center.lead_minutes))
    if until < at + timedelta(hours=2):
        return start
    return until - timedelta(seconds=until.timestamp() % CELL_SECONDS)


def _seats(steps: list[Step]) -> dict[tuple[int, int], Seat]:
    return {
        (step.attendee.position, step.procedure_id): Seat(
            step.officer_id, step.first_cell, step.cell_count
        )
        for step in steps
    }


def _seats_of(timetable: Timetable, offer: Start) -> dict[tuple[int, int], Seat]:
    officers = timetable.officers_for(offer)
    return {
        (each.person, each.procedure_id): Seat(
            officers[each.agency], each.first_cell, each.cell_count
        )
        for each in offer.steps
    }

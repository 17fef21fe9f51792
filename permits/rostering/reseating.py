"""Carries a change of the roster out: shifts, visits and proposals in one transaction.

Every day it touches is locked first, in order, and the plan is reckoned once more under the lock:
a booking that came in between is seen, and one that comes after sees the new shifts. So a booked
visit lies within a shift, or its visitor has been proposed another time. Time that is new is shown
to the waiting list at once.
"""

import secrets
from datetime import datetime

from django.db import transaction

from permits.days import local_day, lock_days
from permits.models import Proposal, Visit, VisitEntry
from permits.questions import party_of
from permits.rostering.changes import Change
from permits.rostering.freed import keep_for_those_who_wait, release
from permits.rostering.messages import tell_holds_again, tell_proposed
from permits.rostering.planning import Fate, Outcome, Plan, plan
from permits.rosters import replace_shifts
from permits.seating import Seating, expire, give_back, place, seat, take_seats, ticks_of
from permits.waiting.embargoes import flag, set_aside, wake_if_somebody_waits
from rotonde.accounts.models import User


class PlanOutdated(Exception):
    """Something changed since it was looked at: `plan` is what would come of it now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the preview no longer holds")
        self.plan = plan


def carry_out(
    *, change: Change, at: datetime, by: User | None, expected: str | None = None
) -> Plan:
    """Change the roster and seat, or ask, everybody who is hit; what became of whom.

    `expected` is the digest of the plan somebody has seen and agreed to; None: on the spot.
    Raises PlanOutdated, and nothing has changed.
    """
    while True:
        days = plan(change, at=at).days
        with transaction.atomic():
            lock_days((change.center.pk, day) for day in days)
            for day in sorted(days):
                expire(change.center.pk, day, at)
            found = plan(change, at=at)
            if not found.days <= days:
                continue
            if expected is not None and found.digest != expected:
                raise PlanOutdated(found)
            change.write(at=at, by=by)
            for day in sorted(found.shifts.changed):
                replace_shifts(day, found.shifts.gone[day], found.shifts.new[day])
            flag(change.center.pk, *(day for day, new in found.shifts.new.items() if new))
            for fate in found.fates:
                _meet(fate, at, by)
            wake_if_somebody_waits(change.center.pk)
            return found


def _meet(fate: Fate, at: datetime, by: User | None) -> None:
    """Let a visit have its fate."""
    visit = fate.visit
    if fate.outcome == Outcome.SAME_TIME:
        _seat_elsewhere(fate, at, by)
    elif fate.outcome == Outcome.LATER:
        _seat_later(fate, at, by)
    elif fate.outcome == Outcome.GIVEN_BACK:
        give_back(visit, at)
        flag(visit.center_id, visit.date)
    elif fate.outcome == Outcome.HOLDS_AGAIN:
        _end(fate, Proposal.State.WITHDRAWN, at)
        tell_holds_again(visit, at=at)
    else:
        _propose(fate, at, by)


def _seat_elsewhere(fate: Fate, at: datetime, by: User | None) -> None:
    """Other officers, the same times: nothing the visitor was told has changed."""
    visit = fate.visit
    behind_embargo = visit.state == Visit.State.HELD and visit.embargoes.exists()
    keep_for_those_who_wait(visit, take_seats(visit, fate.seats), at)
    if behind_embargo:
        set_aside(visit=visit, freed=ticks_of(visit), at=at, since=visit.hold_expires_at)
    if visit.state == Visit.State.BOOKED:
        if visit.steps.exclude(outcome="").exists():
            # Somebody else goes on with what an officer of the same agency may have begun.
            Visit.objects.filter(pk=visit.pk).update(replanned_at=at)
        _enter(visit, VisitEntry.Action.RESEATED, at, by, _names(fate))


def _seat_later(fate: Fate, at: datetime, by: User | None) -> None:
    """They are in the building and told so there: what is left follows later today."""
    visit = fate.visit
    keep_for_those_who_wait(visit, take_seats(visit, fate.seats), at)
    times = [(s.first_cell, s.first_cell + s.cell_count) for s in visit.steps.all()]
    visit.reception_cells = min(first for first, _end in times) - visit.first_cell
    visit.end_cell = max(end for _first, end in times)
    visit.replanned_at = visit.changed_at = at
    visit.sequence += 1
    visit.save()
    _enter(visit, VisitEntry.Action.REPLANNED, at, by, "")


def _propose(fate: Fate, at: datetime, by: User | None) -> None:
    visit = fate.visit
    if fate.instead_of:
        _end(fate, Proposal.State.SETTLED, at)
    # One that was moved since, and not swept yet, stands in the way of the new one.
    stale = Proposal.objects.filter(visit=visit, state__in=Proposal.UNSETTLED)
    stale.update(state=Proposal.State.SETTLED, decided_at=at)
    Proposal.objects.create(
        visit=visit, sequence=visit.sequence, held=_hold(fate, at), created_at=at
    )
    _enter(visit, VisitEntry.Action.PROPOSED, at, by, "")
    tell_proposed(visit, at=at)


def _hold(fate: Fate, at: datetime) -> Visit | None:
    """The proposed time, held like any other, but in nobody's browser."""
    if fate.offer is None or fate.until is None:
        return None
    visit = fate.visit
    held = Visit(
        code=secrets.token_urlsafe(16),
        center=visit.center,
        municipality=visit.municipality,
        state=Visit.State.HELD,
        origin=Visit.Origin.STAFF,
        hold_expires_at=fate.until,
        language=visit.language,
        officer_language=visit.officer_language,
        date=local_day(visit.center, fate.offer.start),
        created_at=at,
        changed_at=at,
    )
    place(held, fate.offer)
    held.save(force_insert=True)
    officers = {
        step.agency: fate.seats[step.person, step.procedure_id].officer for step in fate.offer.steps
    }
    seat([Seating(held, party_of(visit), fate.offer, officers)])
    # Unanswered, it becomes free the moment it runs out: the public must not be first then.
    set_aside(visit=held, freed=ticks_of(held), at=at, since=fate.until)
    return held


def _end(fate: Fate, state: Proposal.State, at: datetime) -> None:
    proposal = fate.instead_of
    if proposal is None:
        return
    if proposal.held:
        release(proposal.held, at)
    Proposal.objects.filter(pk=proposal.pk).update(state=state, decided_at=at)


def _enter(visit: Visit, action: str, at: datetime, by: User | None, note: str) -> None:
    VisitEntry.objects.create(visit=visit, action=action, at=at, by=by, note=note[:300])


def _names(fate: Fate) -> str:
    """Who hands over to whom, for colleagues."""
    old = {(s.attendee.position, s.procedure_id): s.officer for s in fate.left}
    new = {s.pk: s for s in fate.visit.steps.select_related("officer", "attendee")}
    pairs = {
        f"{old[key].name} → {step.officer.name}": None
        for step in new.values()
        if (key := (step.attendee.position, step.procedure_id)) in fate.seats
    }
    return ", ".join(pairs)

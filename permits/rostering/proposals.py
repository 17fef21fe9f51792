"""A proposed time is accepted, declined, or not answered until it is kept no longer.

Each is one transaction under the lock of both days; asked again, it answers the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from permits.days import lock_days, next_ticket
from permits.models import Proposal, Visit
from permits.reminders import tell_moved
from permits.rostering.freed import keep_for_those_who_wait, release
from permits.rostering.messages import tell_lapsed
from permits.seating import expire, give_back, take_seats
from permits.seats import Seat
from permits.waiting.embargoes import to_offer, wake_if_somebody_waits


class ProposalOver(Exception):
    """The proposed time is kept no longer, or the visit has another by now."""


def proposal_for(visit: Visit) -> Proposal | None:
    """What stands between a booked visit and its time, if anything does."""
    found = Proposal.objects.unsettled().filter(visit=visit)
    return found.select_related("visit", "held").first()


def is_open(proposal: Proposal, *, at: datetime) -> bool:
    """Whether the proposed time is still kept."""
    held = proposal.held
    return (
        proposal.state == Proposal.State.OPEN
        and held is not None
        and held.state == Visit.State.HELD
        and held.hold_expires_at is not None
        and held.hold_expires_at > at
    )


def accept(*, proposal: Proposal, at: datetime) -> Visit:
    """Move the visit to the time that was kept for it. Raises ProposalOver."""
    with _locked(proposal, at) as found:
        visit, held = found.visit, found.held
        if found.state == Proposal.State.ACCEPTED:
            return visit
        if held is None or not _stands(found) or not is_open(found, at=at):
            raise ProposalOver
        seats = {
            (step.attendee.position, step.procedure_id): Seat(
                step.officer_id, step.first_cell, step.cell_count
            )
            for step in held.steps.select_related("attendee")
        }
        give_back(held, at)
        held.embargoes.all().delete()
        keep_for_those_who_wait(visit, take_seats(visit, seats), at)
        wake_if_somebody_waits(visit.center_id)
        visit.first_cell, visit.end_cell = held.first_cell, held.end_cell
        visit.reception_cells = held.reception_cells
        if visit.date != held.date:
            visit.date = held.date
            visit.ticket = next_ticket(visit.center_id, visit.date)
        visit.changed_at = at
        visit.sequence += 1
        visit.save()
        _decide(found, Proposal.State.ACCEPTED, at)
        tell_moved(visit, at=at)
        return visit


def decline(*, proposal: Proposal, at: datetime) -> Visit:
    """Give the proposed time back; the visit waits for another. Raises ProposalOver."""
    with _locked(proposal, at) as found:
        if found.state == Proposal.State.DECLINED:
            return found.visit
        if found.state != Proposal.State.OPEN or not _stands(found):
            raise ProposalOver
        if found.held:
            release(found.held, at)
            wake_if_somebody_waits(found.held.center_id)
        _decide(found, Proposal.State.DECLINED, at)
        return found.visit


def sweep(*, at: datetime) -> int:
    """Let go what is kept no longer, and what a move or a cancellation has settled; how many."""
    ended = 0
    standing = Proposal.objects.unsettled().values("pk")
    settled = Proposal.objects.filter(state__in=Proposal.UNSETTLED).exclude(pk__in=standing)
    unanswered = Proposal.objects.filter(
        pk__in=standing, state=Proposal.State.OPEN, held__hold_expires_at__lte=at
    )
    for proposal in [*settled, *unanswered]:
        with _locked(proposal, at) as found:
            ended += _let_go(found, at)
    return ended


def _let_go(found: Proposal, at: datetime) -> bool:
    """Judged again under the lock: somebody may have accepted in between."""
    if found.state not in Proposal.UNSETTLED:
        return False
    if not _stands(found):
        if found.held:
            release(found.held, at)
            wake_if_somebody_waits(found.held.center_id)
        _decide(found, Proposal.State.SETTLED, at)
        return True
    if found.state != Proposal.State.OPEN or is_open(found, at=at) or found.held is None:
        return False
    to_offer(found.held.center_id, found.held.date)
    _decide(found, Proposal.State.LAPSED, at)
    tell_lapsed(found.visit, at=at)
    return True


@contextmanager
def _locked(proposal: Proposal, at: datetime) -> Iterator[Proposal]:
    """A transaction in which the visit's day and that of the proposed time are locked and swept."""
    proposals = Proposal.objects.select_related("visit__center", "visit__municipality", "held")
    while True:
        days = _days(proposals.get(pk=proposal.pk))
        with transaction.atomic():
            lock_days(days)
            for center, day in sorted(days):
                expire(center, day, at)
            found = proposals.get(pk=proposal.pk)
            if _days(found) <= days:
                yield found
                return


def _days(proposal: Proposal) -> set[tuple[int, date]]:
    visits = [proposal.visit, *([proposal.held] if proposal.held else [])]
    return {(visit.center_id, visit.date) for visit in visits}


def _stands(proposal: Proposal) -> bool:
    visit = proposal.visit
    return visit.state == Visit.State.BOOKED and visit.sequence == proposal.sequence


def _decide(proposal: Proposal, state: Proposal.State, at: datetime) -> None:
    proposal.state, proposal.decided_at = state, at
    proposal.save(update_fields=["state", "decided_at"])

"""Cancels a visit: its time goes to whoever waits, then to everybody."""

from datetime import datetime

from permits.changing import changing, still_changeable
from permits.models import Visit
from permits.reminders import tell_cancelled
from permits.seating import unseat
from permits.waiting.embargoes import set_aside, to_offer


def cancel(*, code: str, at: datetime, reason: str = "", by_staff: bool = False) -> Visit:
    """Cancel the visit and free its time; one that is cancelled already stays as it is.

    The time is the waiting list's first. Staff may cancel until the visit begins. Raises
    VisitStarted, TooLateToChange, NotBooked, HoldExpired, NoSuchVisit.
    """
    with changing(code, at) as visit:
        if visit.state == Visit.State.CANCELLED:
            return visit
        still_changeable(visit, at, by_staff=by_staff)
        visit.state = Visit.State.CANCELLED
        visit.cancelled_at = visit.changed_at = at
        visit.reason = reason
        visit.sequence += 1
        visit.save()
        set_aside(visit=visit, freed=unseat(visit), at=at)
        to_offer(visit.center_id, visit.date)
        tell_cancelled(visit, at=at)
        return visit

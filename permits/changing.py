"""What every change of a visit begins with: its day locked and swept, and the visit read anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection, transaction

from permits.days import lock_days
from permits.models import Visit
from permits.refusals import (
    AlreadyBooked,
    HoldExpired,
    NoSuchVisit,
    NotBooked,
    TooLateToChange,
    VisitStarted,
)
from permits.seating import expire


@contextmanager
def changing(code: str, at: datetime, *, to: date | None = None) -> Iterator[Visit]:
    """A transaction in which the day of the visit (and the day `to`) is locked and swept.

    Yields the visit as it stands under the lock. A visit that was moved to a third day between
    reading and locking is read and locked anew. Raises NoSuchVisit.
    """
    locked = False
    while not locked:
        center_id, known = _place_and_day(code)
        days = {known, to or known}
        with transaction.atomic():
            lock_days((center_id, day) for day in days)
            for day in sorted(days):
                expire(center_id, day, at)
            visit = visit_as_it_is(code)
            locked = visit.date in days
            if locked:
                yield visit


def _place_and_day(code: str) -> tuple[int, date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT center_id, date FROM permits_visit WHERE code = %s", [code])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchVisit
    return found


def visit_as_it_is(code: str) -> Visit:
    """The whole row, its center and municipality. Raises NoSuchVisit."""
    try:
        return Visit.objects.select_related("center", "municipality").get(code=code)
    except Visit.DoesNotExist:
        raise NoSuchVisit from None


def still_held(visit: Visit) -> None:
    """Raise AlreadyBooked or HoldExpired."""
    if visit.state == Visit.State.BOOKED:
        raise AlreadyBooked(visit)
    if visit.state != Visit.State.HELD:
        raise HoldExpired


def still_changeable(visit: Visit, at: datetime, *, by_staff: bool = False) -> None:
    """Raise VisitStarted, TooLateToChange, NotBooked or HoldExpired; staff are never too late."""
    still_to_come(visit, at)
    if not by_staff and at > visit.changeable_until:
        raise TooLateToChange(visit)


def still_to_come(visit: Visit, at: datetime) -> None:
    """Raise VisitStarted, NotBooked or HoldExpired."""
    if visit.state == Visit.State.EXPIRED:
        raise HoldExpired
    if visit.state == Visit.State.HELD:
        raise NotBooked
    if visit.starts_at <= at:
        raise VisitStarted(visit)

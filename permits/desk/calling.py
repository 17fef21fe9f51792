"""Calls a ticket to a counter: for the screen in the waiting room, and for colleagues to see."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from permits.desk.noting import Action, enter, expected_today, last_entry, locked
from permits.desk.refusals import AlreadyNoted, NotHere, NothingLeft
from permits.models import Center, Officer, Visit, VisitEntry
from rotonde.accounts.models import User

# Two who call at once are one call; after that it is said again.
AGAIN = timedelta(seconds=20)
SHOWN = timedelta(minutes=15)
MOST = 6


@dataclass(frozen=True)
class Call:
    """A ticket and where it is called to; no names."""

    ticket: str
    officer: Officer
    at: datetime


def call(*, visit: Visit, at: datetime, by: User) -> VisitEntry:
    """Call the party to whoever sees them next. Raises NotHere, NothingLeft, AlreadyNoted."""
    with locked(visit) as found:
        expected_today(found, at)
        if found.arrived_at is None:
            raise NotHere
        step = found.steps.filter(outcome="").order_by("first_cell").first()
        if step is None:
            raise NothingLeft
        before = last_entry(found, Action.CALLED, step=step)
        if before and at < before.at + AGAIN:
            raise AlreadyNoted(before)
        return enter(found, Action.CALLED, at=at, by=by, step=step)


def calls(center: Center, day: date, *, at: datetime) -> list[Call]:
    """Who is called and not yet seen to, the latest first, each ticket once; one query."""
    entries = VisitEntry.objects.filter(
        action=Action.CALLED,
        visit__center=center,
        visit__date=day,
        visit__state=Visit.State.BOOKED,
        step__outcome="",
        at__gt=at - SHOWN,
    ).select_related("visit", "step__officer__agency")
    found: dict[str, Call] = {}
    for entry in entries.order_by("-at", "-id"):
        if entry.step is not None:
            found.setdefault(
                entry.visit.ticket, Call(entry.visit.ticket, entry.step.officer, entry.at)
            )
    return list(found.values())[:MOST]

"""What a waiting party wants, as the engine asks it, and which of the free starts are that."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from permits.availability import Start
from permits.cells import CELL_SECONDS
from permits.days import local_day
from permits.models import Center, WaitingParty
from permits.parties import Party, Person
from permits.presentation.finder import Part
from permits.questions import ask, party_of
from permits.timetable import read_timetable


def party_waiting(waiting: WaitingParty) -> Party:
    """Who comes and what for: as booked where a visit is to be moved."""
    if waiting.visit:
        return party_of(waiting.visit)
    people = waiting.people.order_by("position").prefetch_related("procedures")
    return Party(
        tuple(
            Person(each.kind, tuple(procedure.slug for procedure in each.procedures.all()))
            for each in people
        ),
        waiting.officer_language,
    )


def starts_for(
    waiting: WaitingParty,
    party: Party,
    *,
    at: datetime,
    days: Collection[date] | None = None,
    by_public: bool = False,
) -> list[Start]:
    """Free starts the party wants, the earliest first; on `days` only, where these are given.

    Freed time the public does not have yet counts as free, unless asked `by_public`. Raises a
    subclass of Unbookable.
    """
    center = waiting.center
    first = max(waiting.from_date, local_day(center, at))
    last = min(waiting.until_date, local_day(center, at) + timedelta(center.horizon_days))
    if first > last or (days is not None and not any(first <= day <= last for day in days)):
        return []
    question = ask(center, party, waiting.municipality, from_waiting_list=not by_public)
    found = read_timetable(question, first_day=first, days=(last - first).days + 1, at=at)
    starts = found.free_times().starts if found else []
    return list(_wanted(waiting, center, starts, at=at, days=days))


def _wanted(
    waiting: WaitingParty,
    center: Center,
    starts: Iterable[Start],
    *,
    at: datetime,
    days: Collection[date] | None,
) -> Iterator[Start]:
    zone = ZoneInfo(center.time_zone)
    soonest = (at + timedelta(hours=waiting.notice_hours)).timestamp()
    latest = waiting.visit.first_cell if waiting.visit else None
    part = Part(waiting.part) if waiting.part else None
    for start in starts:
        if start.cell * CELL_SECONDS < soonest or (latest is not None and start.cell >= latest):
            continue
        if part and not part.has(start, zone):
            continue
        if days is None or start.start.astimezone(zone).date() in days:
            yield start

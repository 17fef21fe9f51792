"""A center as its own page tells it: where, when, who may act for whom, the first free time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.cache import cache
from django.db.models import Q
from django.utils.dates import WEEKDAYS

from permits.days import local_day
from permits.models import Agency, Center, WeeklyShift
from permits.presentation.first_free import first_start, usual_quest

# As on the other pages that many read: the page of times is always fresh.
_FRESH_SECONDS = 60


@dataclass(frozen=True)
class Hours:
    """One weekday (0 is Monday): the stretches in which somebody is at work."""

    weekday: int
    stretches: list[tuple[time, time]]

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.weekday])


@dataclass(frozen=True)
class CenterTold:
    """`start` is None where nothing is free in the time that can be booked."""

    center: Center
    agencies: list[tuple[Agency, list[Hours]]]
    start: datetime | None
    query: str


def center_told(center: Center, *, at: datetime) -> CenterTold:
    """Read it: three queries, and once a minute those of the timetable."""
    shifts = _shifts_by_agency(center, local_day(center, at))
    agencies = center.agencies.prefetch_related("municipalities")
    found = cache.get_or_set(
        f"permits.center.{center.pk}", lambda: _first(center, at), _FRESH_SECONDS
    )
    start, query = found or (None, "")
    return CenterTold(
        center, [(agency, hours_of(shifts[agency.pk])) for agency in agencies], start, query
    )


def hours_of(shifts: list[tuple[int, time, time]]) -> list[Hours]:
    """Shifts as (weekday, from, until), those that touch or overlap as one stretch."""
    days: dict[int, list[tuple[time, time]]] = defaultdict(list)
    for weekday, start, end in sorted(shifts):
        stretches = days[weekday]
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], end)
        else:
            stretches.append((start, end))
    return [Hours(weekday, days[weekday]) for weekday in sorted(days)]


def _shifts_by_agency(center: Center, day: date) -> dict[int, list[tuple[int, time, time]]]:
    holds = Q(valid_from=None) | Q(valid_from__lte=day)
    holds &= Q(valid_until=None) | Q(valid_until__gte=day)
    shifts: dict[int, list[tuple[int, time, time]]] = defaultdict(list)
    # Hours of one day only are no opening hours.
    rows = WeeklyShift.objects.filter(
        holds, officer__agency__center=center, officer__active=True
    ).exclude(valid_from=day, valid_until=day)
    for row in rows.select_related("officer"):
        stretch = row.weekday, row.start_time, row.end_time
        shifts[row.officer.agency_id].append(stretch)
    return shifts


def _first(center: Center, at: datetime) -> tuple[datetime | None, str]:
    quest = usual_quest(center.municipality)
    if quest is None:
        return None, ""
    return first_start(center, quest, at=at), quest.query(center=center.slug)

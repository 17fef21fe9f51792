"""What a center's officers are to work: weekly hours, departures from them, closures.

A roster is read once and then asked day by day; a change that is only being considered is a
roster with one thing replaced. Local times become cells here, so both Sundays on which the clock
changes come out right by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from math import ceil, floor
from zoneinfo import ZoneInfo

from permits.cells import CELL_SECONDS
from permits.models import Absence, Center, Closure, DayHours, WeeklyShift
from rotonde.region.legal_holidays import is_legal_holiday

# Officer id, first cell, number of cells.
Stretch = tuple[int, int, int]


@dataclass(frozen=True)
class Roster:
    """Everything that says who works when; `weekly` is of active officers, with their agency."""

    zone: ZoneInfo
    weekly: tuple[WeeklyShift, ...]
    closures: tuple[Closure, ...]
    absences: tuple[Absence, ...]
    day_hours: tuple[DayHours, ...]

    def planned(self, day: date) -> set[Stretch]:
        """The shifts of `day`, where nobody is closed or away; those that touch become one."""
        closed = [each for each in self.closures if falls_on(each, day)]
        if is_legal_holiday(day) or any(each.agency_id is None for each in closed):
            return set()
        shut = {each.agency_id for each in closed}
        away = {a.officer_id for a in self.absences if a.first_day <= day <= a.last_day}
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for officer, agency, start, end in self._hours(day):
            if agency not in shut and officer not in away:
                # Off the grid, the shift gets shorter: nobody is booked while nobody is there.
                first, last = ceil(self._cells(day, start)), floor(self._cells(day, end))
                found[officer].append((first, last))
        return stretches(found)

    def _hours(self, day: date) -> Iterable[tuple[int, int, time, time]]:
        own = [each for each in self.day_hours if each.date == day]
        for each in own:
            for start, end in zip(each.hours[::2], each.hours[1::2], strict=True):
                yield each.officer_id, each.officer.agency_id, start, end
        instead = {each.officer_id for each in own}
        for shift in self.weekly:
            if shift.officer_id not in instead and _holds(shift, day):
                yield shift.officer_id, shift.officer.agency_id, shift.start_time, shift.end_time

    def _cells(self, day: date, clock: time) -> float:
        """A local time in cells; one the clocks skip is the moment they skip to."""
        return datetime.combine(day, clock, tzinfo=self.zone).timestamp() / CELL_SECONDS


def read_roster(center: Center) -> Roster:
    """The roster of a center as it is now; four queries."""
    working = {"officer__agency__center": center, "officer__active": True}
    weekly = WeeklyShift.objects.filter(**working).select_related("officer")
    hours = DayHours.objects.filter(**working).select_related("officer")
    return Roster(
        ZoneInfo(center.time_zone),
        tuple(weekly.order_by("officer", "start_time")),
        tuple(Closure.objects.filter(center=center)),
        tuple(Absence.objects.filter(**working)),
        tuple(hours),
    )


def stretches(found: dict[int, list[tuple[int, int]]]) -> set[Stretch]:
    """Stretches from (first cell, end cell) by officer; those that touch become one."""
    return {
        (officer, first, end - first)
        for officer, pairs in found.items()
        for first, end in _merged(pairs)
        if end > first
    }


def with_the_past(
    wanted: set[Stretch], standing: set[Stretch], *, now: int, seen: Mapping[int, int] | None = None
) -> set[Stretch]:
    """What is wanted, and what stood before the cell `now`, or before the cell `seen` by officer.

    No change reaches back: who has been seen was seen within a shift.
    """
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for officer, first, count in wanted:
        found[officer].append((first, first + count))
    for officer, first, count in standing:
        over = max(now, (seen or {}).get(officer, 0))
        if first < over:
            found[officer].append((first, min(first + count, over)))
    return stretches(found)


def falls_on(closure: Closure, day: date) -> bool:
    """Whether the closure is of that day, that year or every year."""
    return (closure.month, closure.day) == (day.month, day.day) and closure.year in (None, day.year)


def _holds(shift: WeeklyShift, day: date) -> bool:
    return (
        shift.weekday == day.weekday()
        and (shift.valid_from is None or shift.valid_from <= day)
        and (shift.valid_until is None or day <= shift.valid_until)
    )


def _merged(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, end in sorted(pairs):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((first, end))
    return merged

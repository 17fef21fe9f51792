"""A month as a calendar shows it: whole weeks, Monday first, each day with what goes on."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from events.filters import Filters
from events.forms import midnight
from events.models import Occurrence

# Enough for every day of a busy month; a month with more is shown by the list.
MOST_IN_MONTH = 500


@dataclass
class Day:
    date: date
    in_month: bool
    occurrences: list[Occurrence] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """`weeks` of seven days; `previous` and `next` are the first days of the months around."""

    first: date
    weeks: list[list[Day]]

    @property
    def previous(self) -> date:
        return self.first - relativedelta(months=1)

    @property
    def next(self) -> date:
        return self.first + relativedelta(months=1)

    @property
    def is_empty(self) -> bool:
        return not any(day.occurrences for week in self.weeks for day in week if day.in_month)


def month(first: date, filters: Filters, *, reader: str) -> Month:
    """The month that begins on `first` with the dates that match, whatever time they ask for."""
    weeks = [
        [Day(day, in_month=day.month == first.month) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    days = {day.date: day for week in weeks for day in week}
    span = replace(filters, since=midnight(min(days)), until=midnight(max(days) + timedelta(1)))
    found = Occurrence.objects.matching(span, reader=reader).in_order().listed()
    for occurrence in found[:MOST_IN_MONTH]:
        for each in _days_of(occurrence):
            if each in days:
                days[each].occurrences.append(occurrence)
    return Month(first, weeks)


def _days_of(occurrence: Occurrence) -> list[date]:
    """Every local day on which it goes on; what ends at midnight does not touch the next day."""
    first = occurrence.local_start.date()
    last = (occurrence.local_end - timedelta(microseconds=1)).date()
    return [first + timedelta(n) for n in range((last - first).days + 1)]

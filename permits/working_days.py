"""Counting days the way Belgian terms are counted.

A working day is no Saturday, no Sunday and none of the ten legal holidays. The day of the event is
day 0 and the last day counts. Terms in calendar days or months that end on another day than a
working day run on to the next one; a month ends on the same day number, or else on its last day.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from rotonde.region.legal_holidays import is_legal_holiday

_DAY = timedelta(1)
_HALF_MONTH = timedelta(15)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not is_legal_holiday(day)


def after_working_days(day: date, count: int) -> date:
    """The last of `count` working days after `day`."""
    while count > 0:
        day += _DAY
        count -= is_working_day(day)
    return day


def after_months(day: date, halves: int) -> date:
    """`halves` half months after `day` (before it when negative); half a month is 15 days."""
    sign = -1 if halves < 0 else 1
    months, half = divmod(abs(halves), 2)
    whole: date = day + relativedelta(months=sign * months)
    return whole + sign * half * _HALF_MONTH


def on_or_after(day: date) -> date:
    """`day`, or the first working day after it."""
    return day if is_working_day(day) else after_working_days(day, 1)


def on_or_before(day: date) -> date:
    """`day`, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def holidays_between(first: date, last: date) -> list[date]:
    """Legal holidays on weekdays after `first` up to `last`: those a count of days skips."""
    return [day for day in _days(first + _DAY, last) if day.weekday() < 5 and is_legal_holiday(day)]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))

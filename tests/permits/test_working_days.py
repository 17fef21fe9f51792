from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.working_days import (
    after_months,
    after_working_days,
    holidays_between,
    is_working_day,
    on_or_after,
    on_or_before,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("event", "count", "last"),
    [
        (date(2027, 3, 1), 3, date(2027, 3, 4)),  # a Monday
        (date(2027, 3, 5), 1, date(2027, 3, 8)),  # over a weekend
        (date(2027, 3, 6), 1, date(2027, 3, 8)),  # from a Saturday
        (date(2027, 3, 25), 8, date(2027, 4, 7)),  # over Easter Monday
        (date(2026, 5, 13), 8, date(2026, 5, 27)),  # over Ascension and Whit Monday
        (date(2026, 12, 24), 8, date(2027, 1, 7)),  # over Christmas and New Year
        (date(2026, 11, 10), 8, date(2026, 11, 23)),  # over Armistice Day
        (date(2027, 8, 13), 1, date(2027, 8, 16)),  # a holiday on a Sunday gives no day off
    ],
)
def test_working_days_after_an_event(event: date, count: int, last: date) -> None:
    assert after_working_days(event, count) == last


@pytest.mark.parametrize(
    ("event", "halves", "last"),
    [
        (date(2027, 1, 31), 2, date(2027, 2, 28)),
        (date(2028, 1, 31), 2, date(2028, 2, 29)),
        (date(2027, 1, 15), 6, date(2027, 4, 15)),
        (date(2027, 8, 31), 6, date(2027, 11, 30)),
        (date(2027, 5, 2), -4, date(2027, 3, 2)),
        (date(2027, 5, 2), -9, date(2026, 12, 18)),  # four months back, and 15 days
        (date(2027, 4, 30), -4, date(2027, 2, 28)),
        (date(2027, 1, 10), 1, date(2027, 1, 25)),
    ],
)
def test_months_and_half_months(event: date, halves: int, last: date) -> None:
    assert after_months(event, halves) == last


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2027, 3, 29), date(2027, 3, 30), date(2027, 3, 26)),  # Easter Monday
        (date(2027, 5, 8), date(2027, 5, 10), date(2027, 5, 7)),  # a Saturday
        (date(2027, 1, 1), date(2027, 1, 4), date(2026, 12, 31)),  # a Friday
        (date(2027, 3, 31), date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_the_working_day_at_hand(day: date, after: date, before: date) -> None:
    assert (on_or_after(day), on_or_before(day)) == (after, before)


def test_only_holidays_that_cost_a_day_are_told() -> None:
    found = holidays_between(date(2027, 7, 20), date(2027, 8, 31))
    assert found == [date(2027, 7, 21)], "15 August 2027 is a Sunday"


@given(days, st.integers(1, 40))
def test_exactly_that_many_working_days_lie_between(event: date, count: int) -> None:
    last = after_working_days(event, count)
    between = [event + timedelta(n) for n in range(1, (last - event).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(last)


@given(days)
def test_a_working_day_at_hand_is_the_nearest(day: date) -> None:
    after, before = on_or_after(day), on_or_before(day)
    assert before <= day <= after
    assert is_working_day(before)
    assert is_working_day(after)
    skipped = [before + timedelta(n) for n in range(1, (after - before).days)]
    assert not any(map(is_working_day, skipped))


@given(days, st.integers(0, 24))
def test_a_month_keeps_the_number_of_the_day_or_ends_the_month(day: date, months: int) -> None:
    found = after_months(day, 2 * months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(1)).day == 1

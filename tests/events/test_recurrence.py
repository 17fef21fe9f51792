from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.recurrence import BadRule, check, days

SPAN = (date(2026, 11, 1), date(2027, 10, 31))


@pytest.mark.parametrize(
    ("rule", "first_days"),
    [
        ("FREQ=MONTHLY;BYDAY=3SA", [date(2026, 11, 21), date(2026, 12, 19)]),
        ("FREQ=YEARLY;BYMONTH=3,12;BYDAY=2SA", [date(2026, 12, 12), date(2027, 3, 13)]),
        ("FREQ=WEEKLY;BYDAY=TU", [date(2026, 11, 3), date(2026, 11, 10)]),
        ("FREQ=MONTHLY;BYDAY=-1FR", [date(2026, 11, 27), date(2026, 12, 25)]),
        ("FREQ=MONTHLY;BYMONTHDAY=1", [date(2026, 11, 1), date(2026, 12, 1)]),
        ("freq=monthly;byday=1th", [date(2026, 11, 5), date(2026, 12, 3)]),
    ],
)
def test_a_rule_names_its_days(rule: str, first_days: list[date]) -> None:
    assert days(rule, *SPAN)[:2] == first_days


def test_every_second_month_is_the_same_whenever_one_looks() -> None:
    rule = "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TH"
    year = days(rule, *SPAN)
    later = days(rule, date(2027, 2, 1), SPAN[1])
    assert later == [day for day in year if day >= date(2027, 2, 1)]
    assert {day.month % 2 for day in year} == {1}


@settings(deadline=None)
@given(first=st.dates(date(2025, 1, 1), date(2040, 1, 1)), length=st.integers(0, 400))
def test_all_days_lie_in_the_span_and_on_the_weekday(first: date, length: int) -> None:
    last = first + timedelta(length)
    found = days("FREQ=MONTHLY;BYDAY=2FR", first, last)
    assert all(first <= day <= last and day.weekday() == 4 and 8 <= day.day <= 14 for day in found)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every saturday",
        "FREQ=DAILY",
        "FREQ=SECONDLY;BYDAY=MO",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=2SA;COUNT=3",
        "FREQ=MONTHLY;BYDAY=2SA;UNTIL=20270101",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=-1;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=two;BYDAY=MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=13;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO\nRRULE:FREQ=WEEKLY;BYDAY=TU",
        "FREQ=WEEKLY;BYDAY=",
        ";;;",
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        check(rule)

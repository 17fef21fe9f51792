import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.hours_text import HoursUnreadable, parse_hours, written_hours
from services.opening import DAY, Hours, merged


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", []),
        ("09:00-12:30, 13:30-17:00", [(540, 750), (810, 1020)]),
        ("9-12; 13u30 – 17h", [(540, 720), (810, 1020)]),
        ("9.30—12.00", [(570, 720)]),
        ("00:00-24:00", [(0, DAY)]),
        ("20:00-02:00", [(1200, DAY + 120)]),
        ("20:00-00:00", [(1200, DAY)]),
        ("20:00-08:00 +1", [(1200, DAY + 480)]),
        ("08:00-08:00 + 1", [(480, DAY + 480)]),
        ("02:00-02:00 +1", [(120, DAY + 120)]),
        ("00:00-00:00 +1", [(0, DAY)]),
        ("20:00-02:00 +1", [(1200, DAY + 120)]),
        ("9-12 + 13-17", [(540, 720), (780, 1020)]),
        ("0-1 + 1-5", [(0, 60), (60, 300)]),
        ("0-1 +1:30-5", [(0, 60), (90, 300)]),
    ],
)
def test_read_as_people_type_it(text, hours):
    assert parse_hours(text) == [Hours(*each) for each in hours]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("closed", "shape"),
        ("9", "shape"),
        ("9-12-14", "shape"),
        ("=HYPERLINK(1)", "shape"),
        ("09:00-24:30", "clock"),
        ("09:60-12:00", "clock"),
        ("24:00-02:00", "clock"),
        ("17:00-09:00", "backwards"),
        ("09:00-09:00", "backwards"),
        ("09:00-12:00, 11:00-13:00", "overlap"),
        ("13:00-17:00, 09:00-12:00", "overlap"),
        ("٩-١٢", "shape"),
        ("20:00-08:00", "backwards"),
        ("09:00-12:00 +1", "long"),
        ("20:00-24:00 +1", "long"),
        ("+1", "shape"),
        ("20:00-08:00 +1, 21:00-22:00", "overlap"),
    ],
)
def test_what_cannot_be_read_says_why(text, reason):
    with pytest.raises(HoursUnreadable) as refused:
        parse_hours(text)
    assert refused.value.reason == reason


# All that a row of the database may say, whole nights and days of 24 hours among it.
rows = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).map(lambda p: Hours(p[0], sum(p)))


@given(rows)
def test_what_is_written_is_read_as_the_same(hours):
    assert parse_hours(written_hours([hours])) == [hours]


@given(st.lists(rows, max_size=4))
def test_of_several_nothing_is_lost_that_is_not_said_twice(hours):
    read = parse_hours(written_hours(hours))
    assert merged(read) == merged(hours)
    assert written_hours(read) == written_hours(hours)

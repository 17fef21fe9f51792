import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.hours_text import HoursUnreadable, parse_hours, written_hours
from services.opening import DAY, Hours


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
    ],
)
def test_what_cannot_be_read_says_why(text, reason):
    with pytest.raises(HoursUnreadable) as refused:
        parse_hours(text)
    assert refused.value.reason == reason


nights = st.tuples(st.integers(361, DAY - 1), st.integers(DAY, DAY + 360))
days = st.tuples(st.integers(0, DAY - 2), st.integers(1, DAY)).filter(lambda p: p[0] < p[1])


@given(st.one_of(days, nights))
def test_what_is_written_is_read_as_the_same(pair):
    assert parse_hours(written_hours([Hours(*pair)])) == [Hours(*pair)]

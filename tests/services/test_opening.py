"""Is it open? By week, season, holiday, exception; past midnight; on both nights of the change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotonde.region.legal_holidays import is_legal_holiday
from services.opening import DAY, ONLY, OPEN, Hours, Schedule, Timetable, same_days

BRUSSELS = ZoneInfo("Europe/Brussels")
WEEKDAYS = range(1, 6)


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def week(days, *spans: str):
    """`week([1, 2], "09:00-12:00")`: these hours on each of the days."""
    hours = [Hours(*map(minutes, span.split("-"))) for span in spans]
    return tuple((day, each) for day in days for each in hours)


def timetable(*schedules: Schedule) -> Timetable:
    return Timetable(schedules, BRUSSELS, is_legal_holiday)


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS, fold=fold).astimezone(UTC)


OFFICE = Schedule(week(WEEKDAYS, "09:00-12:30", "13:30-17:00"))


class TestAWeek:
    @pytest.mark.parametrize(
        ("at", "is_open"),
        [
            ("2027-03-01 08:59:59", False),
            ("2027-03-01 09:00", True),
            ("2027-03-01 12:29", True),
            ("2027-03-01 12:30", False),
            ("2027-03-01 13:30", True),
            ("2027-03-01 17:00", False),
            ("2027-03-06 10:00", False),  # a Saturday
        ],
    )
    def test_open_from_its_first_minute_up_to_its_last(self, at, is_open):
        assert timetable(OFFICE).is_open(local(at)) is is_open

    def test_the_next_opening_may_be_after_lunch_or_after_the_weekend(self):
        office = timetable(OFFICE)
        assert office.next_opening(local("2027-03-01 12:45")) == local("2027-03-01 13:30")
        assert office.next_opening(local("2027-03-05 16:00")) == local("2027-03-08 09:00")

    def test_without_a_schedule_the_hours_are_unknown(self):
        assert not timetable().known
        assert not timetable().is_open(local("2027-03-01 10:00"))
        assert timetable().next_opening(local("2027-03-01 10:00")) is None

    def test_hours_that_touch_or_overlap_are_one_stretch(self):
        whole = timetable(Schedule(week([1], "09:00-12:00", "12:00-15:00", "14:00-17:00")))
        assert whole.hours_on(date(2027, 3, 1)) == [Hours(9 * 60, 17 * 60)]

    def test_what_is_open_in_theory_reads_like_a_door(self):
        assert same_days(OFFICE.week) == [
            (1, 5, [Hours(540, 750), Hours(810, 1020)]),
            (6, 7, []),
        ]


class TestPriorities:
    def test_an_exception_replaces_the_usual_hours(self):
        day = date(2027, 3, 1)
        short = Schedule(week(range(1, 8), "10:00-11:00"), 20, valid_from=day, valid_until=day)
        assert timetable(OFFICE, short).hours_on(day) == [Hours(600, 660)]
        assert timetable(OFFICE, short).hours_on(date(2027, 3, 2)) == OFFICE.on(
            date(2027, 3, 2), holiday=False
        )

    def test_an_exception_without_hours_closes(self):
        bridge = Schedule((), 20, valid_from=date(2027, 5, 7), valid_until=date(2027, 5, 7))
        closed = timetable(OFFICE, bridge)
        assert not closed.is_open(local("2027-05-07 10:00"))
        # Ascension Day is the 6th: from Wednesday evening to Monday morning.
        assert closed.next_opening(local("2027-05-05 18:00")) == local("2027-05-10 09:00")

    def test_schedules_of_one_priority_are_read_together(self):
        saturday = Schedule(week([6], "10:00-12:00"))
        both = timetable(OFFICE, saturday)
        assert both.is_open(local("2027-03-06 11:00"))
        assert both.is_open(local("2027-03-05 11:00"))

    @pytest.mark.parametrize(
        ("day", "closes"),
        [("2027-06-30", 17), ("2027-07-01", 14), ("2027-08-31", 14), ("2027-09-01", 17)],
    )
    def test_a_season_comes_back_every_year(self, day, closes):
        summer = Schedule(week(WEEKDAYS, "09:00-14:00"), 10, season=((7, 1), (8, 31)))
        assert timetable(OFFICE, summer).hours_on(date.fromisoformat(day))[-1].closes == closes * 60

    @pytest.mark.parametrize(
        ("day", "closed"),
        [("2027-12-23", False), ("2027-12-24", True), ("2028-01-03", True), ("2028-01-04", False)],
    )
    def test_a_season_may_run_over_the_new_year(self, day, closed):
        winter = Schedule((), 10, season=((12, 24), (1, 3)))
        hours = timetable(OFFICE, winter).hours_on(date.fromisoformat(day))
        assert (hours == []) is closed


class TestHolidays:
    LABOUR_DAY = date(2028, 5, 1)  # a Monday

    def test_closed_unless_said_otherwise(self):
        assert timetable(OFFICE).hours_on(self.LABOUR_DAY) == []

    def test_open_as_usual_where_said(self):
        open_always = Schedule(OFFICE.week, holidays=OPEN)
        assert timetable(open_always).hours_on(self.LABOUR_DAY) == OFFICE.on(
            self.LABOUR_DAY, holiday=False
        )

    def test_hours_of_holidays_alone_say_nothing_of_other_days(self):
        sundays_too = Schedule(week(range(1, 8), "10:00-12:00"), 10, holidays=ONLY)
        mixed = timetable(OFFICE, sundays_too)
        assert mixed.hours_on(self.LABOUR_DAY) == [Hours(600, 720)]
        assert mixed.hours_on(date(2028, 5, 2))[0].opens == 540


class TestPastMidnight:
    BAR = Schedule(week([5, 6], "20:00-26:00"), holidays=OPEN)

    def test_friday_night_is_saturday_morning(self):
        assert timetable(self.BAR).is_open(local("2027-03-06 01:59"))
        assert not timetable(self.BAR).is_open(local("2027-03-06 02:00"))
        stretch = timetable(self.BAR).open_stretch(local("2027-03-05 23:00"))
        assert stretch.end == local("2027-03-06 02:00")

    def test_a_closed_saturday_does_not_end_friday_night(self):
        day = date(2027, 3, 6)
        closed = Schedule((), 20, valid_from=day, valid_until=day)
        night = timetable(self.BAR, closed)
        assert night.is_open(local("2027-03-06 01:00"))
        assert not night.is_open(local("2027-03-06 23:00"))

    def test_up_to_midnight_and_from_midnight_is_one_night(self):
        halves = Schedule(week([5], "20:00-24:00") + week([6], "00:00-02:00"))
        stretch = timetable(halves).open_stretch(local("2027-03-05 21:00"))
        assert (stretch.start, stretch.end) == (
            local("2027-03-05 20:00"),
            local("2027-03-06 02:00"),
        )

    def test_around_the_clock(self):
        always = timetable(Schedule(week(range(1, 8), "00:00-24:00"), holidays=OPEN))
        assert always.is_open(local("2028-01-01 00:00"))
        assert always.next_opening(local("2027-03-05 21:00")) is None

    def test_who_closes_on_holidays_closes(self):
        table = timetable(Schedule(week(range(1, 8), "00:00-24:00")))
        assert not table.is_open(local("2027-03-29 12:00"))  # Easter Monday
        stretch = table.open_stretch(local("2027-03-27 12:00"))
        assert stretch.end == local("2027-03-29 00:00")


class TestClockChanges:
    NIGHT = Schedule(week(range(1, 8), "22:00-26:30"), holidays=OPEN)
    EARLY = Schedule(week(range(1, 8), "02:30-06:00"), holidays=OPEN)

    def test_in_spring_an_hour_left_out_is_the_change_itself(self):
        # 2027-03-28: after 01:59:59 it is 03:00.
        change = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
        assert timetable(self.NIGHT).open_stretch(local("2027-03-27 23:00")).end == change
        assert timetable(self.EARLY).open_stretch(change).start == change

    def test_in_autumn_an_hour_that_strikes_twice_opens_first_and_closes_last(self):
        # 2027-10-31: after 02:59:59 it is 02:00 again.
        second = local("2027-10-31 02:30", fold=1)
        assert timetable(self.NIGHT).open_stretch(local("2027-10-30 23:00")).end == second
        first = local("2027-10-31 02:30", fold=0)
        assert timetable(self.EARLY).open_stretch(local("2027-10-31 05:00")).start == first

    @pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
    def test_the_day_itself_keeps_its_hours(self, day):
        sunday = timetable(Schedule(week([7], "10:00-12:00")))
        stretch = sunday.open_stretch(local(f"{day} 11:00"))
        assert (stretch.start, stretch.end) == (local(f"{day} 10:00"), local(f"{day} 12:00"))

    def test_hours_within_the_hour_left_out_do_not_happen(self):
        gone = timetable(Schedule(week(range(1, 8), "02:10-02:50")))
        start = local("2027-03-28 00:00")
        assert gone.stretches(start, start + timedelta(hours=20)) == []


clock = st.integers(0, DAY - 1)


@st.composite
def some_hours(draw):
    opens = draw(clock)
    return Hours(opens, opens + draw(st.integers(1, DAY)))


@given(
    st.lists(st.tuples(st.integers(1, 7), some_hours()), max_size=6),
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001
)
def test_open_or_not_agrees_with_the_clock_on_the_wall(plan, moment):
    """Away from the two nights of the change, by the plainest reading there is."""
    table = timetable(Schedule(tuple(plan), holidays=OPEN))
    at = moment.replace(tzinfo=BRUSSELS)
    if any(abs(moment - change) < timedelta(days=2) for change in CHANGES):
        return
    now = moment.hour * 60 + moment.minute
    today, yesterday = moment.isoweekday(), (moment - timedelta(1)).isoweekday()
    plainly = any(
        (day == today and hours.opens <= now < hours.closes)
        or (day == yesterday and hours.opens <= now + DAY < hours.closes)
        for day, hours in plan
    )
    assert table.is_open(at) is plainly
    following = table.next_opening(at)
    assert following is None or (following > at and table.is_open(following))


CHANGES = [datetime(2027, 3, 28, 3), datetime(2027, 10, 31, 3)]  # noqa: DTZ001


def test_hours_end_after_they_begin_and_within_a_day():
    for opens, closes in [(600, 600), (600, 540), (-5, 60), (1440, 1500), (60, 60 + DAY + 1)]:
        with pytest.raises(ValueError, match="no hours"):
            Hours(opens, closes)

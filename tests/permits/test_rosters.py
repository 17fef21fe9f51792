from datetime import UTC, date, datetime, time, timedelta

import pytest

from permits import booking, rosters
from permits.cells import cell_of, instant_of
from permits.models import CenterDay, Closure, Shift, WeeklyShift
from permits.rosters import roll
from permits.schedule_check import check
from rotonde.region.legal_holidays import is_legal_holiday
from tests.factories.permits import (
    BRUSSELS,
    COMBINED,
    WEB,
    AgencyFactory,
    CenterFactory,
    OfficerFactory,
    WeeklyShiftFactory,
    a_center,
    at_local,
)

pytestmark = pytest.mark.django_db

MONDAY = date(2027, 3, 1)
AT = datetime(2027, 3, 1, 5, 0, tzinfo=UTC)


def an_officer(**center):
    return OfficerFactory(agency=AgencyFactory(center=CenterFactory(horizon_days=40, **center)))


def local_shifts(officer):
    return [
        tuple(
            instant_of(cell).astimezone(BRUSSELS).strftime("%m-%d %H:%M")
            for cell in (shift.first_cell, shift.first_cell + shift.cell_count)
        )
        for shift in officer.shifts.order_by("first_cell")
    ]


def test_weekly_shifts_are_laid_out_to_the_horizon_and_a_week_beyond():
    officer = an_officer()
    WeeklyShiftFactory(officer=officer)
    summary = roll(at=AT)
    dates = list(officer.shifts.order_by("date").values_list("date", flat=True))
    mondays = [MONDAY + timedelta(7 * n) for n in range(7)]
    assert dates == [day for day in mondays if day != date(2027, 3, 29)]  # Easter Monday
    assert summary.added == 6
    assert CenterDay.objects.filter(center=officer.agency.center).count() == 48


def test_rolling_again_changes_nothing():
    WeeklyShiftFactory(officer=an_officer())
    roll(at=AT)
    before = list(Shift.objects.values())
    summary = roll(at=AT)
    assert (summary.added, summary.removed) == (0, 0)
    assert list(Shift.objects.values()) == before


def test_a_shift_keeps_its_local_time_over_both_changes_of_the_clock():
    officer = an_officer()
    WeeklyShiftFactory(officer=officer, weekday=6, start_time=time(1), end_time=time(4))
    roll(at=datetime(2027, 3, 22, 5, 0, tzinfo=UTC))
    spring = officer.shifts.get(date=date(2027, 3, 28))
    # Between one and four o'clock there are two hours in spring and four in autumn.
    assert spring.first_cell == cell_of(datetime(2027, 3, 28, 0, 0, tzinfo=UTC))
    assert spring.cell_count == 24
    roll(at=datetime(2027, 10, 25, 5, 0, tzinfo=UTC))
    autumn = officer.shifts.get(date=date(2027, 10, 31))
    assert autumn.first_cell == cell_of(datetime(2027, 10, 30, 23, 0, tzinfo=UTC))
    assert autumn.cell_count == 48
    assert ("03-28 01:00", "03-28 04:00") in local_shifts(officer)
    assert ("10-31 01:00", "10-31 04:00") in local_shifts(officer)


def test_a_shift_at_an_hour_that_the_clocks_skip_is_not_laid_out():
    officer = an_officer()
    WeeklyShiftFactory(officer=officer, weekday=6, start_time=time(2), end_time=time(3))
    roll(at=datetime(2027, 3, 22, 5, 0, tzinfo=UTC))
    assert not officer.shifts.filter(date=date(2027, 3, 28)).exists()
    assert officer.shifts.filter(date=date(2027, 4, 4)).exists()


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_visit_on_the_day_the_clock_changes_lies_where_the_clock_says(day):
    world = a_center(days=1, first_day=day)
    start = at_local("08:50", day)
    visit = booking.hold(
        center=world.center, party=COMBINED, start=start, at=start - timedelta(5), **WEB
    )
    first = visit.steps.order_by("first_cell")[0]
    assert first.starts_at.astimezone(BRUSSELS).strftime("%d %H:%M") == f"{day.day} 09:00"
    assert [f for f in check(at=start) if f.violations] == []


def test_the_ten_legal_holidays_and_no_other():
    year = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    assert [day.strftime("%d/%m") for day in year if is_legal_holiday(day)] == [
        *("01/01", "06/04", "01/05", "14/05", "25/05"),
        *("21/07", "15/08", "01/11", "11/11", "25/12"),
    ]
    assert all(map(is_legal_holiday, [date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)]))
    assert all(map(is_legal_holiday, [date(2028, 4, 17), date(2028, 5, 25), date(2028, 6, 5)]))


def test_closures_of_a_center_or_of_one_agency_every_year_or_once():
    center = CenterFactory(horizon_days=40)
    city, federal = (OfficerFactory(agency=AgencyFactory(center=center)) for _ in range(2))
    for officer in (city, federal):
        WeeklyShiftFactory(officer=officer)
    Closure.objects.create(center=center, month=3, day=8, reason="Bridge day")
    Closure.objects.create(center=center, agency=city.agency, month=3, day=15, reason="Training")
    Closure.objects.create(center=center, month=3, day=22, year=2026, reason="Last year")
    roll(at=AT)

    def march(officer):
        return [shift.date.day for shift in officer.shifts.filter(date__month=3).order_by("date")]

    assert march(city) == [1, 22]
    assert march(federal) == [1, 15, 22]


def test_templates_hold_from_and_until_their_dates_and_only_for_the_active():
    officer = an_officer()
    WeeklyShiftFactory(officer=officer, valid_until=date(2027, 3, 8))
    WeeklyShiftFactory(
        officer=officer, start_time=time(13), end_time=time(15), valid_from=date(2027, 3, 8)
    )
    roll(at=datetime(2027, 3, 1, 5, 0, tzinfo=UTC))
    assert local_shifts(officer)[:4] == [
        ("03-01 09:00", "03-01 12:00"),
        ("03-08 09:00", "03-08 12:00"),
        ("03-08 13:00", "03-08 15:00"),
        ("03-15 13:00", "03-15 15:00"),
    ]
    officer.active = False
    officer.save()
    roll(at=AT)
    assert not officer.shifts.exists()


def test_shifts_that_touch_or_overlap_become_one():
    officer = an_officer()
    for start, end in ((9, 11), (11, 12), (10, 13)):
        WeeklyShiftFactory(officer=officer, start_time=time(start), end_time=time(end))
    roll(at=AT)
    assert local_shifts(officer)[0] == ("03-01 09:00", "03-01 13:00")


def test_a_changed_template_changes_the_days_to_come_and_leaves_the_past():
    officer = an_officer()
    template = WeeklyShiftFactory(officer=officer)
    roll(at=AT)
    WeeklyShift.objects.filter(pk=template.pk).update(start_time=time(10))
    roll(at=AT + timedelta(1))
    assert local_shifts(officer)[:2] == [
        ("03-01 09:00", "03-01 12:00"),
        ("03-08 10:00", "03-08 12:00"),
    ]


def test_a_shift_somebody_is_booked_on_stays_until_they_are_moved():
    world = a_center(days=0)
    for officer in world.officers:
        WeeklyShiftFactory(officer=officer)
    roll(at=AT)
    monday = date(2027, 3, 8)
    visit = booking.hold(
        center=world.center, party=COMBINED, start=at_local("08:50", monday), at=AT, **WEB
    )
    WeeklyShift.objects.all().update(start_time=time(10))
    summary = roll(at=AT)
    assert sorted(summary.kept) == sorted(f"{o.slug} 2027-03-08" for o in world.officers)
    assert [f for f in check(at=AT) if f.violations] == []
    booking.release(code=visit.code, at=AT)
    assert roll(at=AT).kept == []
    assert ("03-08 10:00", "03-08 12:00") in local_shifts(world.city[0])


def test_a_new_lunch_never_cuts_a_block_in_two():
    world = a_center(days=0)
    for officer in world.officers:
        WeeklyShiftFactory(officer=officer)
    roll(at=AT)
    party_start = at_local("08:50", date(2027, 3, 8))
    booking.hold(center=world.center, party=COMBINED, start=party_start, at=AT, **WEB)
    WeeklyShift.objects.all().update(end_time=time(9, 15))
    for officer in world.officers:
        WeeklyShiftFactory(officer=officer, start_time=time(9, 20), end_time=time(12))
    assert len(roll(at=AT).kept) == 1
    assert rosters.MARGIN_DAYS > 0
    assert [f for f in check(at=AT) if f.violations] == []

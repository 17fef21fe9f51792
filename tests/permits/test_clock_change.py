"""The two Sundays of the year on which a local day has 23 or 25 hours, with the center at work."""

from datetime import UTC, date, datetime, timedelta

import pytest

from permits import booking
from permits.free_times import free_starts
from permits.models import Tick, Visit
from permits.refusals import SlotTaken
from permits.schedule_check import check
from tests.factories.permits import (
    BRUSSELS,
    COMBINED,
    WEB,
    a_center,
    at_local,
    shift,
    without_embargo,
)

pytestmark = pytest.mark.django_db

SPRING = date(2027, 3, 28)  # 02:00 is 03:00
AUTUMN = date(2027, 10, 31)  # 03:00 is 02:00 again


def night_shift(day: date):
    """Both officers work from one to five, whatever the clocks do in between."""
    world = without_embargo(a_center(days=0))
    for officer in world.officers:
        shift(officer, "01:00", "05:00", day)
    at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) - timedelta(days=3)
    return world, at


def starts(world, day: date, at: datetime) -> list[datetime]:
    found = free_starts(world.center, COMBINED, first_day=day, days=1, at=at).starts
    return sorted({start.start for start in found})


def booked(world, start: datetime, at: datetime) -> Visit:
    visit = booking.hold(center=world.center, party=COMBINED, start=start, at=at, **WEB)
    details = {"name": "Ada", "email": f"{visit.pk}@example.org", "language": "en"}
    return booking.confirm(code=visit.code, at=at, **details).visit


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 3), (AUTUMN, 5)])
def test_the_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    world, at = night_shift(day)
    offered = starts(world, day, at)
    # Work of forty minutes fits; the door opens ten minutes before it.
    assert offered[0] == at_local("00:50", day)
    assert offered[-1] - offered[0] == timedelta(hours=hours, minutes=-40)
    assert len(offered) == hours * 12 - 7, "every five minutes of it, and none twice"


def test_a_visit_over_the_missing_hour_lasts_as_long_as_any() -> None:
    world, at = night_shift(SPRING)
    visit = booked(world, at_local("01:40", SPRING), at)
    ends = visit.ends_at.astimezone(BRUSSELS)
    assert (visit.ends_at - visit.starts_at, ends.strftime("%H:%M")) == (
        timedelta(minutes=50),
        "03:30",
    )


def test_the_hour_that_comes_twice_can_be_booked_twice_and_no_more() -> None:
    world, at = night_shift(AUTUMN)
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert [each.astimezone(BRUSSELS).strftime("%H:%M %z") for each in (first, second)] == [
        "02:30 +0200",
        "02:30 +0100",
    ]
    visits = [booked(world, start, at) for start in (first, second)]
    assert len({visit.ticket for visit in visits}) == 2
    assert Tick.objects.count() == 16
    for start in (first, second):
        with pytest.raises(SlotTaken):
            booking.hold(center=world.center, party=COMBINED, start=start, at=at, **WEB)
    assert [finding for finding in check(at=at) if finding.violations] == []


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_a_visit_moves_over_the_change_and_back(day: date) -> None:
    world, at = night_shift(day)
    offered = starts(world, day, at)
    visit = booked(world, offered[0], at)
    for start in (offered[-1], offered[0]):
        assert booking.move(code=visit.code, start=start, at=at).starts_at == start
    assert starts(world, day, at) != offered
    booking.cancel(code=visit.code, at=at)
    assert starts(world, day, at) == offered

"""An offer waits for its answer while people are awake."""

from datetime import UTC, date, datetime

import pytest

from permits.models import Center
from permits.waiting.lives import kept_until
from tests.factories.permits import at_local

pytestmark = pytest.mark.django_db
CENTER = Center(time_zone="Europe/Brussels", offer_minutes=120, lead_minutes=60)
MONDAY, TUESDAY = date(2027, 3, 1), date(2027, 3, 2)


@pytest.mark.parametrize(
    ("offered", "until"),
    [
        (at_local("10:00", MONDAY), at_local("12:00", MONDAY)),
        (at_local("20:59", MONDAY), at_local("22:59", MONDAY)),
        (at_local("21:00", MONDAY), at_local("10:00", TUESDAY)),
        (at_local("03:00", TUESDAY), at_local("10:00", TUESDAY)),
        (at_local("08:00", TUESDAY), at_local("10:00", TUESDAY)),
    ],
)
def test_the_night_does_not_count(offered, until):
    assert kept_until(CENTER, at_local("09:00", date(2027, 3, 5)), at=offered) == until


def test_it_ends_before_the_time_could_no_longer_be_booked():
    start = at_local("13:00", MONDAY)
    assert kept_until(CENTER, start, at=at_local("11:30", MONDAY)) == at_local("12:00", MONDAY)


def test_what_nobody_could_answer_in_time_is_not_offered():
    start = at_local("13:00", MONDAY)
    assert kept_until(CENTER, start, at=at_local("11:50", MONDAY)) is None


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_on_the_sundays_the_clock_changes_morning_is_still_at_eight(day):
    at_night = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC)
    far = at_local("09:00", date(2027, 12, 1))
    assert kept_until(CENTER, far, at=at_night) == at_local("10:00", day)

"""What is cancelled becomes public at an instant nobody can foresee."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import Embargo, Visit
from permits.refusals import SlotTaken
from tests.factories.permits import COMBINED, NOW, WEB, a_center, at_local
from tests.permits.waiting.conftest import HOUR, LATER, MINUTE, booked, fill, public

pytestmark = pytest.mark.django_db


def test_the_public_sees_a_cancelled_time_only_after_the_delay(world):
    visits = fill(world)
    booking.cancel(code=visits[0].code, at=NOW)
    until = Embargo.objects.values_list("until", flat=True).first()
    assert NOW + 5 * MINUTE <= until <= NOW + 45 * MINUTE
    assert public(world) == public(world, at=until - timedelta(seconds=1)) == []
    assert visits[0].starts_at in public(world, at=until)


def test_the_public_cannot_hold_what_it_does_not_see(world):
    visit = booked(world)
    booking.cancel(code=visit.code, at=NOW)
    with pytest.raises(SlotTaken):
        booking.hold(center=world.center, party=COMBINED, start=visit.starts_at, at=NOW, **WEB)


@pytest.mark.parametrize("origin", [Visit.Origin.STAFF, Visit.Origin.WALK_IN])
def test_staff_have_it_at_once(world, origin):
    visit = booked(world)
    booking.cancel(code=visit.code, at=NOW)
    assert visit.starts_at in public(world, by_staff=True)
    held = booking.hold(
        center=world.center,
        party=COMBINED,
        start=visit.starts_at,
        at=NOW,
        origin=origin,
        language="en",
    )
    assert held.starts_at == visit.starts_at


def test_both_desks_become_public_at_the_same_instant(world):
    booking.cancel(code=booked(world).code, at=NOW)
    assert Embargo.objects.count() == 2
    assert Embargo.objects.values("until").distinct().count() == 1


def test_the_delay_differs_from_time_to_time(world):
    for visit in fill(world):
        booking.cancel(code=visit.code, at=NOW)
    assert Embargo.objects.values("until").distinct().count() > 1


def test_a_moved_visit_leaves_its_old_time_behind_the_same_delay(world):
    visit = booked(world)
    booking.move(code=visit.code, start=at_local("14:00", LATER), at=NOW)
    assert visit.starts_at not in public(world)
    assert visit.starts_at in public(world, at=NOW + HOUR)


def test_who_moved_by_mistake_can_move_back(world):
    visit = booked(world)
    booking.move(code=visit.code, start=at_local("14:00", LATER), at=NOW)
    back = booking.move(code=visit.code, start=visit.starts_at, at=NOW + MINUTE)
    assert back.starts_at == visit.starts_at


def test_a_time_of_the_next_hours_is_public_at_once(world):
    visit = booked(world)
    soon = visit.starts_at - timedelta(hours=23)
    booking.cancel(code=visit.code, at=soon)
    assert not Embargo.objects.exists()
    assert visit.starts_at in public(world, at=soon)


def test_a_center_that_wants_no_delay_has_none(world):
    world.center.embargo_min_minutes = world.center.embargo_max_minutes = 0
    world.center.save()
    visit = booked(world)
    booking.cancel(code=visit.code, at=NOW)
    assert visit.starts_at in public(world)


def test_a_hold_that_is_given_back_is_public_at_once(world):
    start = at_local("08:50", LATER)
    held = booking.hold(center=world.center, party=COMBINED, start=start, at=NOW, **WEB)
    booking.release(code=held.code, at=NOW)
    assert start in public(world)


def test_over_the_sunday_on_which_the_clock_changes_a_delay_lasts_as_long(db):
    # The clocks skip an hour on 28 March 2027: cells and instants do not care.
    day = NOW.date().replace(day=30)
    at = NOW.replace(day=28, hour=0, minute=50)
    world = a_center(days=1, first_day=day)
    held = booking.hold(
        center=world.center, party=COMBINED, start=at_local("08:50", day), at=at, **WEB
    )
    booking.confirm(code=held.code, name="A", email="a@example.org", language="en", at=at)
    booking.cancel(code=held.code, at=at)
    until = Embargo.objects.first().until
    assert 5 * MINUTE <= until - at <= 45 * MINUTE


def test_availability_asks_no_more_for_it(world, django_assert_max_num_queries):
    booking.cancel(code=booked(world).code, at=NOW)
    with django_assert_max_num_queries(4):
        public(world)

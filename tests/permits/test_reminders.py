from datetime import UTC, date, datetime, timedelta

import pytest

from permits import booking
from permits.models import Visit
from permits.reminders import KINDS, queue_reminders, visit_of
from rotonde.notifications.models import Message
from tests.factories.messages import is_relevant
from tests.factories.permits import COMBINED, DAY, NOW, WEB, a_center, at_local

pytestmark = pytest.mark.django_db

FRIDAY = DAY + timedelta(3)


def booked(day=FRIDAY, clock="08:50", at=NOW, world=None):
    world = world or a_center(first_day=day, days=3)
    visit = booking.hold(
        center=world.center, party=COMBINED, start=at_local(clock, day), at=at, **WEB
    )
    details = {"name": "A", "email": f"{visit.pk}@example.org", "language": "ar"}
    return booking.confirm(code=visit.code, at=at, **details).visit


def messages(visit):
    found = Message.objects.filter(target=f"visit:{visit.pk}").order_by("due_at", "id")
    return {message.kind: message for message in found}


def test_reminders_are_due_at_nine_three_days_and_one_day_before():
    found = messages(booked())
    assert found["visit-confirmed"].due_at == NOW
    assert found["visit-reminder-3d"].due_at == at_local("09:00", DAY)
    assert found["visit-reminder-1d"].due_at == at_local("09:00", FRIDAY - timedelta(1))
    assert found["visit-reminder-1d"].anchor == at_local("08:50", FRIDAY)
    assert found["visit-reminder-1d"].time_zone == "Europe/Brussels"
    assert set(found) < set(KINDS)


@pytest.mark.parametrize(
    ("day", "nine"),
    [
        # The Monday after the clock goes forward, and after it goes back.
        (
            date(2027, 3, 29),
            [datetime(2027, 3, 26, 8, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC)],
        ),
        (
            date(2027, 11, 1),
            [datetime(2027, 10, 29, 7, tzinfo=UTC), datetime(2027, 10, 31, 8, tzinfo=UTC)],
        ),
    ],
)
def test_nine_is_nine_on_either_side_of_a_change_of_the_clock(day, nine):
    found = messages(booked(day, at=datetime.combine(day, NOW.timetz()) - timedelta(20)))
    assert [found["visit-reminder-3d"].due_at, found["visit-reminder-1d"].due_at] == nine


def test_a_visit_booked_late_gets_only_the_reminders_to_come():
    late = at_local("10:00", FRIDAY - timedelta(2))
    assert set(messages(booked(at=late))) == {"visit-confirmed", "visit-reminder-1d"}


def test_a_visit_booked_the_day_before_gets_none():
    late = at_local("10:00", FRIDAY - timedelta(1))
    assert set(messages(booked(at=late))) == {"visit-confirmed"}


def test_a_moved_visit_is_reminded_of_its_new_time_only():
    visit = booked()
    old = messages(visit)
    moved = booking.move(code=visit.code, start=at_local("13:30", FRIDAY), at=NOW)
    new = messages(moved)
    assert not is_relevant(old["visit-reminder-3d"])
    assert not is_relevant(old["visit-confirmed"])
    assert is_relevant(new["visit-moved"])
    assert is_relevant(new["visit-reminder-3d"])
    assert new["visit-reminder-3d"].anchor == at_local("13:30", FRIDAY)


def test_only_the_last_of_two_moves_is_told():
    visit = booked()
    booking.move(code=visit.code, start=at_local("13:30", FRIDAY), at=NOW)
    booking.move(code=visit.code, start=at_local("14:30", FRIDAY), at=NOW + timedelta(minutes=1))
    moved = Message.objects.filter(kind="visit-moved").order_by("id")
    assert [is_relevant(message) for message in moved] == [False, True]


def test_a_cancelled_visit_is_told_and_no_longer_reminded_of():
    visit = booked()
    booking.cancel(code=visit.code, at=NOW)
    relevant = {kind: is_relevant(message) for kind, message in messages(visit).items()}
    assert relevant == {
        "visit-confirmed": False,
        "visit-reminder-3d": False,
        "visit-reminder-1d": False,
        "visit-cancelled": True,
    }


def test_the_sweep_finds_a_reminder_that_was_never_queued_and_queues_it_once():
    visit = booked()
    Message.objects.all().delete()
    due = at_local("09:00", FRIDAY - timedelta(1))
    assert queue_reminders(at=due - timedelta(hours=2)) == 0
    assert queue_reminders(at=due + timedelta(minutes=3)) == 1
    assert queue_reminders(at=due + timedelta(minutes=8)) == 0
    assert set(messages(visit)) == {"visit-reminder-1d"}
    assert messages(visit)["visit-reminder-1d"].due_at == due


def test_the_sweep_leaves_late_bookings_holds_and_cancelled_visits_alone():
    world = a_center(city=2, federal=2, first_day=FRIDAY)
    due = at_local("09:00", FRIDAY - timedelta(1))
    booked(at=due + timedelta(minutes=1), world=world)
    cancelled = booked(clock="13:30", world=world)
    booking.cancel(code=cancelled.code, at=NOW)
    booking.hold(
        center=world.center, party=COMBINED, start=at_local("14:30", FRIDAY), at=due, **WEB
    )
    Message.objects.all().delete()
    assert queue_reminders(at=due + timedelta(minutes=3)) == 0


def test_the_sweep_comes_too_late_rather_than_at_night():
    booked()
    Message.objects.all().delete()
    assert queue_reminders(at=at_local("15:01", FRIDAY - timedelta(1))) == 0


def test_a_message_about_no_visit_is_dropped():
    message = messages(booked())["visit-confirmed"]
    Visit.objects.all().delete()
    assert visit_of(message) is None
    assert not is_relevant(message)
    message.target = "visit:x"
    assert not is_relevant(message)

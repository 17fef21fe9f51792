"""Whatever makes time free is shown to those who wait at once, not with a later sweep."""

from collections.abc import Callable
from datetime import time
from queue import Empty

import pytest
from django.db import transaction

from permits import booking, breaks
from permits.models import CenterDay, Closure, Embargo, Officer, WeeklyShift
from permits.rostering import changes
from permits.rostering.planning import plan
from permits.rostering.reseating import carry_out
from permits.rostering.staffing import watch
from permits.rosters import roll
from permits.waiting.offering import offer_freed
from permits.waiting.wake import TASK
from rotonde.celery import app
from tests.factories.permits import NOW, OfficerFactory, at_local
from tests.permits.rostering.conftest import a_world as a_rostered_world
from tests.permits.waiting.conftest import LATER, a_wish, booked, joins, the_offer

pytestmark = pytest.mark.django_db

FROM_NINE_TO_TEN = ((time(9), time(10)),)


@pytest.fixture
def world(db):
    """Nobody works on the day people wait for; the waiting list has looked at everything."""
    world = a_rostered_world(city=1, federal=1)
    WeeklyShift.objects.filter(weekday=LATER.weekday()).delete()
    roll(at=NOW, center=world.center)
    return world


@pytest.fixture
def waiting(world):
    party = joins(world, wish=a_wish(from_date=LATER))
    offer_freed(at=NOW)
    assert the_offer(party) is None
    assert not CenterDay.objects.filter(center=world.center, date=LATER, to_offer=True).exists()
    return party


@pytest.fixture
def wake_ups(django_capture_on_commit_callbacks) -> Callable[[Callable[[], object]], int]:
    """How often the worker is asked to offer freed time, once something has been done."""

    def count(do: Callable[[], object]) -> int:
        _drain()
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return _drain().count(TASK)

    return count


def _drain() -> list[str]:
    tasks = []
    with app.connection_for_read() as broker, broker.SimpleQueue("celery") as queue:
        while True:
            try:
                message = queue.get_nowait()
            except Empty:
                return tasks
            tasks.append(message.headers["task"])
            message.ack()


def work(world, hours=FROM_NINE_TO_TEN) -> None:
    """Both officers get hours on the day."""
    for officer in world.officers:
        _carry_out(changes.HoursOn(officer, LATER, hours))


def _carry_out(change) -> None:
    carry_out(change=change, at=NOW, by=None, expected=plan(change, at=NOW).digest)


def test_hours_that_are_new_are_offered_at_once(world, waiting, wake_ups):
    assert wake_ups(lambda: work(world)) == 2
    assert offer_freed(at=NOW) == 1
    assert the_offer(waiting).hold.starts_at == at_local("08:50", LATER)


def test_a_closure_that_is_lifted(world, wake_ups):
    work(world)
    _carry_out(changes.Close(world.center, None, LATER, False, "Training"))
    party = joins(world, wish=a_wish(from_date=LATER))
    assert offer_freed(at=NOW) == 0
    assert wake_ups(lambda: _carry_out(changes.Reopen(Closure.objects.get()))) == 1
    assert offer_freed(at=NOW) == 1
    assert the_offer(party) is not None


def test_somebody_who_is_back(world, wake_ups):
    work(world)
    officer = world.city[0]
    _carry_out(changes.Away(officer, LATER, LATER))
    joins(world, wish=a_wish(from_date=LATER))
    assert offer_freed(at=NOW) == 0
    assert wake_ups(lambda: _carry_out(changes.Back(officer, LATER))) == 1
    assert offer_freed(at=NOW) == 1


def test_weekly_hours_from_a_day_on(world, waiting, wake_ups):
    def every_week() -> None:
        for officer in world.officers:
            hours = ((LATER.weekday(), time(9), time(12)),)
            _carry_out(changes.WeeklyFrom(officer, LATER, hours))

    assert wake_ups(every_week) == 2
    assert offer_freed(at=NOW) == 1


def test_a_template_that_is_laid_out(world, waiting, wake_ups):
    """As the admin and the night do it: one wake-up, however many days are new."""
    for officer in world.officers:
        WeeklyShift.objects.create(
            officer=officer, weekday=LATER.weekday(), start_time=time(9), end_time=time(10)
        )
    assert wake_ups(lambda: roll(at=NOW, center=world.center)) == 1
    assert offer_freed(at=NOW) == 1


def test_a_skill_somebody_has_gained(world, wake_ups):
    work(world)
    officer: Officer = world.city[0]
    officer.procedures.clear()
    # Somebody is able, but not here on the day.
    OfficerFactory(agency=officer.agency, skills=[world.registration])
    joins(world, wish=a_wish(from_date=LATER))
    assert offer_freed(at=NOW) == 0

    def learn() -> None:
        with transaction.atomic():
            watched = watch([world.center], at=NOW)
            officer.procedures.add(world.registration)
            watched.check()

    assert wake_ups(learn) == 1
    assert offer_freed(at=NOW) == 1


def test_a_break_that_is_given_back(world, wake_ups):
    work(world)
    away = breaks.block(officer=world.city[0], start=at_local("09:00", LATER), minutes=60, at=NOW)
    joins(world, wish=a_wish(from_date=LATER))
    assert offer_freed(at=NOW) == 0
    assert wake_ups(lambda: breaks.unblock(break_time=away)) == 1
    assert offer_freed(at=NOW) == 1


def test_a_visit_that_is_postponed(world, wake_ups):
    """What it had today is somebody else's chance; too close to be kept from anybody."""
    work(world, ((time(9), time(12)),))
    visit = booked(world, "08:50")
    joins(world, wish=a_wish(from_date=LATER, part="afternoon"))
    late = at_local("10:02", LATER)
    offer_freed(at=late)
    assert not CenterDay.objects.get(center=world.center, date=LATER).to_offer
    assert wake_ups(lambda: booking.postpone(code=visit.code, at=late)) == 1
    assert CenterDay.objects.get(center=world.center, date=LATER).to_offer
    assert not Embargo.objects.exists()


def test_nobody_is_woken_where_nobody_waits(world, wake_ups):
    assert wake_ups(lambda: work(world)) == 0

"""Real processes against one database: whatever happens at the same moment, nobody is lost."""

import contextlib
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from benchmarks._common import Racers, database_url
from permits import booking
from permits.free_times import free_starts
from permits.models import CenterDay, Tick, Visit
from permits.offers import FirstOf
from permits.refusals import SlotTaken
from permits.schedule_check import check
from rotonde.notifications.models import Message
from tests.factories.permits import COMBINED, DAY, NOW, WEB, a_center, at_local, without_embargo

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT = NOW.isoformat()
EXPIRY = NOW + timedelta(minutes=10)
NEXT_DAY = DAY + timedelta(1)


@pytest.fixture(scope="module")
def racers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = database_url()
    with Racers(8, url) as running:
        yield running


@pytest.fixture(autouse=True)
def _schedule_holds(transactional_db):
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


def wants(world, start, **more):
    return {
        "do": "hold",
        "center": world.center.slug,
        "start": start.isoformat(),
        "at": AT,
        **more,
    }


def hold(world, start, at=NOW, **more):
    return booking.hold(center=world.center, party=COMBINED, start=start, at=at, **WEB | more)


def booked(world, start):
    visit = hold(world, start)
    details = {"name": "A", "email": f"{visit.pk}@example.org", "language": "en"}
    return booking.confirm(code=visit.code, at=NOW, **details).visit


def results(answers):
    return Counter(answer["result"] for answer in answers)


def starts_apart(world):
    """Starts so far apart that each can be raced for by itself."""
    chosen = []
    for start in free_starts(world.center, COMBINED, first_day=DAY, days=2, at=NOW).starts:
        if start.arrangement.gap == 0 and (not chosen or start.cell >= chosen[-1].end_cell + 2):
            chosen.append(start)
    return [start.start for start in chosen]


def test_eight_want_the_same_time_and_as_many_get_it_as_there_are_desks(racers):
    world = a_center(city=3, federal=3)
    for start in starts_apart(world):
        answers = racers.race([wants(world, start)] * 8)
        assert results(answers) == {"ok": 3, "SlotTaken": 5}


def test_the_first_booking_of_a_day_may_be_eight_at_once(racers):
    world = a_center(city=2, federal=2)
    assert not CenterDay.objects.exists()
    answers = racers.race([wants(world, at_local("08:50"))] * 8)
    assert results(answers) == {"ok": 2, "SlotTaken": 6}
    assert CenterDay.objects.get().version == 2


def test_eight_want_the_first_time_there_is_and_nobody_hears_that_somebody_was_faster(racers):
    world = a_center()
    held = [hold(world, FirstOf(DAY, 1)) for _ in range(booked_full(world))]
    for visit in held[-3:]:
        booking.release(code=visit.code, at=NOW)
    first = {"do": "hold_first", "center": world.center.slug, "first_day": str(DAY), "at": AT}
    answers = racers.race([{**first, "days": 2}] * 8)
    assert results(answers) == {"ok": 8}
    kept = Visit.objects.filter(state="held")
    assert kept.filter(date=DAY).count() == len(held)
    assert kept.filter(date=NEXT_DAY).count() == 5
    assert results(racers.race([{**first, "days": 1}] * 8)) == {"SlotTaken": 8}


def booked_full(world):
    """How many get a time on one day when one after the other takes the first."""
    held = []
    with contextlib.suppress(SlotTaken):
        while True:
            held.append(hold(world, FirstOf(DAY, 1)))
    for visit in held:
        booking.release(code=visit.code, at=NOW)
    return len(held)


def test_only_a_hold_by_itself_is_written_down_later(transactional_db):
    world = a_center()
    with transaction.atomic(), connection.cursor() as cursor:
        visit = hold(world, at_local("08:50"))
        booking.confirm(code=visit.code, name="A", email="", phone="1", language="en", at=NOW)
        # As the server has it: one that is thrown away after the tests waits for no disk at all.
        cursor.execute(
            "SELECT setting, reset_val FROM pg_settings WHERE name = 'synchronous_commit'"
        )
        setting, of_the_server = cursor.fetchone()
        assert setting == of_the_server


def test_a_session_that_wants_the_first_time_eight_times_has_one_hold(racers):
    world = a_center()
    first = {"do": "hold_first", "center": world.center.slug, "first_day": str(DAY), "days": 2}
    answers = racers.race([{**first, "at": AT, "session": "mine"}] * 8)
    assert results(answers) == {"ok": 8}
    assert Visit.objects.filter(state="held").count() == 1


def test_a_hold_is_confirmed_or_expires_and_never_both(racers):
    world = a_center()
    outcomes = Counter()
    for number, start in enumerate(starts_apart(world)):
        visit = hold(world, start)
        before, after = (EXPIRY - timedelta(microseconds=1)).isoformat(), EXPIRY.isoformat()
        late = 0.002 * number
        email = f"{visit.pk}@example.org"
        confirm = {"do": "confirm", "code": visit.code, "at": before, "email": email}
        sweep = {"do": "expire", "at": after, "late": late}
        again = wants(world, start, at=after, late=late)
        answers = racers.race([confirm, sweep, again, sweep, again])
        visit.refresh_from_db()
        won = answers[0]["result"]
        outcomes[won] += 1
        assert (won, visit.state) in [("ok", "booked"), ("HoldExpired", "expired")]
        assert Tick.objects.filter(step__visit=visit).count() == (8 if won == "ok" else 0)
        # The time belongs to one party at most.
        held = sum(answers[i]["result"] == "ok" for i in (2, 4))
        assert held == (0 if won == "ok" else 1)
        assert results(answers).keys() <= {"ok", "SlotTaken", "HoldExpired"}
    assert sum(outcomes.values()) >= 10


def test_a_hold_confirmed_by_everybody_at_once_is_one_visit_and_one_message(racers):
    world = a_center()
    visit = hold(world, at_local("08:50"))
    answers = racers.race([{"do": "confirm", "code": visit.code, "at": AT}] * 8)
    assert Counter(answer["code"] for answer in answers) == {"booked": 1, "again": 7}
    assert Message.objects.filter(kind="visit-confirmed").count() == 1
    visit.refresh_from_db()
    assert visit.ticket == "A01"


def test_two_visits_move_to_one_free_time_and_the_other_stays(racers):
    world = without_embargo(a_center())
    for _ in range(5):
        first, second = booked(world, at_local("08:50")), booked(world, at_local("09:50"))
        target = at_local("13:30", NEXT_DAY)
        orders = [
            {"do": "move", "code": each.code, "start": target.isoformat(), "at": AT}
            for each in (first, second)
        ]
        assert results(racers.race(orders)) == {"ok": 1, "SlotTaken": 1}
        doors = {Visit.objects.get(pk=each.pk).starts_at for each in (first, second)}
        assert target in doors
        assert doors & {first.starts_at, second.starts_at}
        for each in (first, second):
            booking.cancel(code=each.code, at=NOW)


def test_visits_that_move_to_each_others_day_do_not_wait_for_each_other(racers):
    world = a_center(city=2, federal=2)
    here, there = at_local("08:50"), at_local("08:50", NEXT_DAY)
    visits = [booked(world, here), booked(world, there)]
    for number in range(10):
        targets = (there, here) if number % 2 == 0 else (here, there)
        orders = [
            {"do": "move", "code": visit.code, "start": target.isoformat(), "at": AT}
            for visit, target in zip(visits, targets, strict=True)
        ]
        assert results(racers.race(orders)) == {"ok": 2}


def test_a_visit_moved_twice_at_once_ends_at_one_of_the_two_times(racers):
    world = without_embargo(a_center())
    for _ in range(5):
        visit = booked(world, at_local("08:50"))
        targets = [at_local("10:30"), at_local("13:30", NEXT_DAY)]
        orders = [
            {"do": "move", "code": visit.code, "start": target.isoformat(), "at": AT}
            for target in targets
        ]
        assert results(racers.race(orders)) == {"ok": 2}
        visit.refresh_from_db()
        assert visit.starts_at in targets
        assert visit.sequence == 2
        assert Tick.objects.count() == 8
        booking.cancel(code=visit.code, at=NOW)


def test_a_visit_cancelled_while_it_moves_is_cancelled_and_frees_everything(racers):
    world = without_embargo(a_center())
    for _ in range(5):
        visit = booked(world, at_local("08:50"))
        move = {"do": "move", "code": visit.code, "at": AT}
        cancel = {"do": "cancel", "code": visit.code, "at": AT}
        start = at_local("13:30", NEXT_DAY).isoformat()
        answers = racers.race([{**move, "start": start}, cancel])
        assert answers[0]["result"] in ("ok", "VisitCancelled")
        assert answers[1]["result"] == "ok"
        assert not Tick.objects.exists()


def test_sessions_that_change_their_minds_across_two_days_do_not_deadlock(racers):
    world = a_center(city=2, federal=2)
    days = [at_local("08:50"), at_local("08:50", NEXT_DAY)]
    for number in range(15):
        wish = days if number % 2 else days[::-1]
        answers = racers.race(
            [wants(world, start, session=f"s{n}") for n, start in enumerate(wish)]
        )
        assert results(answers) == {"ok": 2}
        assert Visit.objects.filter(state="held").count() == 2


def test_a_session_that_wants_everything_at_once_has_one_hold(racers):
    world = a_center(city=2, federal=2)
    starts = starts_apart(world)[:4] + starts_apart(world)[-4:]
    answers = racers.race([wants(world, start, session="greedy") for start in starts])
    assert results(answers) == {"ok": 8}
    assert Visit.objects.filter(state="held").count() == 1
    assert Tick.objects.count() == 8


def test_a_tick_written_past_the_lock_costs_the_booking_not_the_schedule(racers):
    world = a_center()
    start = at_local("08:50")
    with transaction.atomic():
        # Somebody writes an officer's cell without locking the day.
        away = world.city[0].breaks.create(
            date=DAY, first_cell=int(at_local("09:10").timestamp()) // 300, cell_count=1
        )
        Tick.objects.create(officer=world.city[0], cell=away.first_cell, break_time=away)
        racers.tell(0, wants(world, start))
        time.sleep(0.5)
    assert racers.answer(0)["result"] == "SlotTaken"
    assert not Visit.objects.exists()

"""Real processes against one waiting list: never two for one time, never one time for nobody."""

from collections import Counter
from datetime import timedelta

import pytest

from benchmarks._common import Racers, database_url
from permits import booking
from permits.models import Tick, Visit
from permits.schedule_check import check
from permits.waiting.joining import join_for_earlier, leave
from permits.waiting.offering import offer_freed
from tests.factories.permits import NOW
from tests.permits.waiting.conftest import (
    HOUR,
    MINUTE,
    a_wish,
    a_world,
    fill,
    joins,
    public,
    the_offer,
)

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT = NOW.isoformat()
OVER = NOW + 2 * HOUR


@pytest.fixture(scope="module")
def racers(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        url = database_url()
    with Racers(6, url) as running:
        yield running


@pytest.fixture(autouse=True)
def _schedule_holds(transactional_db):
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


def results(answers):
    return Counter(answer["result"] for answer in answers)


def test_two_freed_times_and_two_parties_are_one_each_whoever_sweeps(racers):
    for number in range(8):
        world = a_world()
        visits = fill(world)
        parties = [joins(world, f"p{number}-{n}", at=NOW + n * MINUTE) for n in range(4)]
        late = 0.004 * number
        cancels = [
            {"do": "cancel", "code": visit.code, "at": AT, "late": late} for visit in visits[:2]
        ]
        sweeps = [{"do": "offer", "at": AT, "late": 0.005 * n} for n in range(4)]
        assert results(racers.race([*cancels, *sweeps])) == {"ok": 6}
        offer_freed(at=NOW)
        offers = [the_offer(each) for each in parties]
        assert [bool(offer) for offer in offers] == [True, True, False, False]
        # Which of the two is earlier depends on who cancelled first.
        offered = {offer.hold.starts_at for offer in offers[:2]}
        assert offered == {visit.starts_at for visit in visits[:2]}


def test_an_offer_is_accepted_or_lapses_and_never_both(racers):
    outcomes = Counter()
    for number in range(6):
        world = a_world()
        visit = fill(world)[0]
        waiting = joins(world, f"p{number}")
        booking.cancel(code=visit.code, at=NOW)
        offer_freed(at=NOW)
        offer = the_offer(waiting)
        before = (OVER - timedelta(microseconds=1)).isoformat()
        accept = {"do": "accept", "code": waiting.code, "offer": offer.pk, "at": before}
        sweep = {"do": "offer", "at": OVER.isoformat(), "late": 0.003 * number}
        takes = {
            "do": "hold",
            "center": world.center.slug,
            "start": offer.hold.starts_at.isoformat(),
            "at": OVER.isoformat(),
            "late": 0.003 * number,
        }
        answers = racers.race([accept, sweep, takes, sweep])
        offer.refresh_from_db()
        outcomes[answers[0]["result"]] += 1
        won = answers[0]["result"] == "ok"
        assert offer.state == ("accepted" if won else "lapsed")
        # The public is not let in, whoever is faster.
        assert answers[2]["result"] == "SlotTaken"
        booked = Visit.objects.filter(email=waiting.email, state="booked")
        assert booked.count() == won
        assert Tick.objects.filter(step__visit=offer.hold).exists() == won
        leave(code=waiting.code, at=OVER)
    assert sum(outcomes.values()) == 6


def test_a_double_click_on_accept_is_one_visit(racers):
    world = a_world()
    visits = fill(world)
    waiting = joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    order = {"do": "accept", "code": waiting.code, "offer": the_offer(waiting).pk, "at": AT}
    answers = racers.race([order] * 6)
    assert results(answers) == {"ok": 6}
    assert len({answer["code"] for answer in answers}) == 1
    assert Visit.objects.filter(email=waiting.email, state="booked").count() == 1


def test_accepting_and_declining_at_once_is_one_of_the_two(racers):
    world = a_world()
    for number, visit in enumerate(fill(world)[:5]):
        waiting = joins(world, f"p{number}")
        booking.cancel(code=visit.code, at=NOW)
        offer_freed(at=NOW)
        order = {"code": waiting.code, "offer": the_offer(waiting).pk, "at": AT}
        answers = racers.race([{"do": "accept", **order}, {"do": "decline", **order}])
        assert answers[1]["result"] == "ok"
        state = waiting.offers.get().state
        assert state == ("accepted" if answers[0]["result"] == "ok" else "declined")
        leave(code=waiting.code, at=NOW)


def test_a_visit_that_moves_to_its_offer_while_it_is_cancelled_ends_somewhere(racers):
    world = a_world()
    visits = fill(world)
    late = visits[-1]
    waiting = join_for_earlier(visit=late, wish=a_wish(), language="en", form_key="f", at=NOW)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    offer = the_offer(waiting)
    accept = {"do": "accept", "code": waiting.code, "offer": offer.pk, "at": AT}
    cancel = {"do": "cancel", "code": late.code, "at": AT}
    answers = racers.race([accept, cancel])
    assert answers[1]["result"] == "ok"
    assert answers[0]["result"] in ("ok", "VisitCancelled")
    late.refresh_from_db()
    assert late.state == "cancelled"
    offer_freed(at=OVER)
    assert not Tick.objects.filter(step__visit__in=[late.pk, offer.hold_id]).exists()


def test_one_person_who_confirms_two_visits_at_once_gets_one(racers):
    world = a_world(city=2, federal=2)
    start = {"do": "hold", "center": world.center.slug, "at": AT}
    codes = [
        answer["code"]
        for answer in racers.race(
            [
                {**start, "start": each.isoformat()}
                for each in (fill_start(world), fill_start(world, 60))
            ]
        )
    ]
    answers = racers.race(
        [{"do": "confirm", "code": code, "at": AT, "email": "one@example.org"} for code in codes]
    )
    assert results(answers) == {"ok": 1, "HasVisit": 1}


def fill_start(world, later=0):
    return public(world)[0] + later * MINUTE

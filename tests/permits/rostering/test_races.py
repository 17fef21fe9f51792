"""A roster changes while people book and answer: real processes, in either order, nobody lost."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks._common import database_url
from permits import booking
from permits.models import Officer, Proposal, Shift, Tick, Visit
from permits.rosters import roll
from tests.factories.permits import DAY, NOW, at_local
from tests.permits.rostering.conftest import a_world, away, book, change

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[3]
AT = NOW.isoformat()


@pytest.fixture(scope="module")
def processes(django_db_setup, django_db_blocker) -> Iterator[list[subprocess.Popen]]:
    with django_db_blocker.unblock():
        environment = {**os.environ, "DATABASE_URL": database_url()}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.permits.rostering.racer"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        for _number in range(4)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    yield started
    for process in started:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


@pytest.fixture
def race(processes) -> Callable[..., list[str]]:
    def run(*orders: tuple[str, str, object, str], late: float = 0.0) -> list[str]:
        """What each gets; all but the first begin `late` seconds after it."""
        go = time.time() + 0.05
        for number, (process, order) in enumerate(zip(processes, orders, strict=False)):
            begin = go + (late if number else 0.0)
            process.stdin.write(json.dumps([begin, *order]) + "\n")
        return [process.stdout.readline().strip() for process in processes[: len(orders)]]

    return run


def test_a_roster_changes_while_somebody_books(race):
    """Whoever comes first: a booked visit lies in a shift, or its visitor was asked."""
    world = a_world(city=1)
    officer, center = world.city[0], world.center.slug
    seen = Counter()
    for number in range(12):
        # In turn the change first, both at once, the booking first.
        late = (number % 6 - 2) * 0.01
        orders = [
            ("away", officer.slug, DAY.isoformat(), AT),
            ("book", center, at_local("08:50").isoformat(), AT),
        ]
        answers = race(*(orders if late >= 0 else orders[::-1]), late=abs(late))
        gone, booked = answers if late >= 0 else answers[::-1]
        assert gone == "ok"
        assert booked in ("ok", "SlotTaken", "HoldExpired")
        visit = Visit.objects.filter(state="booked").first()
        assert (visit is not None) == (booked == "ok")
        assert not Shift.objects.filter(officer=officer, date=DAY).exists()
        if visit:
            assert Proposal.objects.unsettled().get().visit == visit
            booking.cancel(code=visit.code, at=NOW)
        seen[booked] += 1
        # Everything as it was, for the next time.
        Proposal.objects.all().delete()
        for held in Visit.objects.filter(state="held"):
            booking.release(code=held.code, at=NOW)
        officer.absences.all().delete()
        roll(at=NOW, center=world.center)
    assert seen.total() == 12
    assert not Tick.objects.exists()


def test_two_officers_fall_ill_at_once_and_their_visits_are_seated_or_asked(race):
    world = a_world(city=3, federal=3)
    visits = [book(world, start) for start in ("08:50", "08:50", "08:50", "09:50", "09:50")]
    answers = race(*(("away", officer.slug, DAY.isoformat(), AT) for officer in world.city[:2]))
    assert answers == ["ok", "ok"]
    for visit in visits:
        asked = Proposal.objects.unsettled().filter(visit=visit).exists()
        assert asked != visit.steps.filter(officer=world.city[2]).exists()


def test_an_officer_leaves_while_somebody_books(race):
    """One of the two is refused: nobody is ever booked with an officer who left."""
    world = a_world(city=1)
    officer, center = world.city[0], world.center.slug
    seen = Counter()
    for number in range(12):
        late = (number % 6 - 2) * 0.01
        orders = [
            ("leave", officer.slug, "", AT),
            ("book", center, at_local("08:50").isoformat(), AT),
        ]
        answers = race(*(orders if late >= 0 else orders[::-1]), late=abs(late))
        left, booked = answers if late >= 0 else answers[::-1]
        visit = Visit.objects.filter(state="booked").first()
        assert (left, visit is not None) in (("ok", False), ("VisitsNeedIt", True))
        assert (booked == "ok") == (visit is not None)
        officer.refresh_from_db()
        assert officer.active == (left != "ok")
        seen[left] += 1
        # Everything as it was, for the next time.
        Officer.objects.filter(pk=officer.pk).update(active=True)
        if visit:
            booking.cancel(code=visit.code, at=NOW)
    assert seen.total() == 12


def test_the_order_of_procedures_changes_while_somebody_books(race):
    """Whoever comes first: nobody is booked in an order that does not hold."""
    world = a_world(city=1)
    seen = Counter()
    for number in range(12):
        late = (number % 6 - 2) * 0.01
        orders = [
            ("turn round", "registration", "residence-permit", AT),
            ("book", world.center.slug, at_local("08:50").isoformat(), AT),
        ]
        answers = race(*(orders if late >= 0 else orders[::-1]), late=abs(late))
        turned, booked = answers if late >= 0 else answers[::-1]
        assert booked == "ok"
        assert turned in ("ok", "BookedInOtherOrder")
        visit = Visit.objects.get(state="booked")
        first = visit.steps.order_by("first_cell")[0].procedure
        assert first == (world.permit if turned == "ok" else world.registration)
        seen[turned] += 1
        # Everything as it was, for the next time.
        booking.cancel(code=visit.code, at=NOW)
        world.registration.follows.clear()
        world.permit.follows.set([world.registration])
    assert seen.total() == 12


@pytest.mark.parametrize("other", ["accept", "decline", "sweep"])
def test_a_proposal_is_answered_once(race, other):
    world = a_world(city=1)
    visit = book(world)
    change(away(world.city[0]))
    proposal = Proposal.objects.get()
    second = (
        ("sweep", "", "", (NOW + timedelta(hours=49)).isoformat())
        if other == "sweep"
        else ("answer", other, proposal.pk, AT)
    )
    race(("answer", "accept", proposal.pk, AT), second)
    proposal.refresh_from_db()
    visit.refresh_from_db()
    assert visit.state == "booked"
    assert visit.sequence == (1 if proposal.state == "accepted" else 0)
    assert proposal.state in ("accepted", "declined", "lapsed")
    assert Tick.objects.filter(step__visit=visit).count() == 8
    assert Tick.objects.count() == 8

"""Two people at reception click at once: real processes, one visit, nothing lost."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine

from benchmarks._common import database_url
from permits.desk.noting import check_in, settle
from permits.models import Step, Tick, Visit
from permits.schedule_check import check
from rotonde.notifications.models import Message
from tests.factories.permits import NOW, at_local
from tests.permits.desk.conftest import Desk, a_desk, steps_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[3]
TWO = ("host@example.org", "manager@example.org")


@pytest.fixture
def desk(transactional_db, clock: time_machine.Traveller) -> Desk:
    return a_desk(clock)


@pytest.fixture(autouse=True)
def _schedule_holds(desk):
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


@pytest.fixture(scope="module")
def staff_at_work(django_db_setup, django_db_blocker) -> Iterator[list[subprocess.Popen]]:
    """Two processes that click when told."""
    with django_db_blocker.unblock():
        environment = {**os.environ, "DATABASE_URL": database_url()}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.permits.desk.racer"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        for _each in TWO
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    yield started
    for process in started:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


@pytest.fixture
def race(staff_at_work) -> Callable[..., list[str]]:
    def clicked(*clicks: tuple[str, object], at: str = "09:40") -> list[str]:
        """What the two get for clicking at the same instant."""
        # The clock of the test stands still; theirs does not.
        go = time_machine.escape_hatch.time.time() + 0.05
        for process, (do, key), by in zip(staff_at_work, clicks, TWO, strict=True):
            order = json.dumps([go, do, key, at_local(at).isoformat(), by])
            process.stdin.write(order + "\n")
        return [process.stdout.readline().strip() for process in staff_at_work]

    return clicked


def test_both_check_in_and_one_is_told_who_did(desk, race) -> None:
    visit = desk.book()
    assert sorted(race(("arrived", visit.pk), ("arrived", visit.pk))) == ["AlreadyNoted", "ok"]
    assert visit.entries.filter(action="arrived").count() == 1


def test_here_or_missed_and_never_both(desk, race) -> None:
    visit = desk.book()
    answers = race(("arrived", visit.pk), ("missed", visit.pk))
    visit.refresh_from_db()
    # Who was given up may still come; who is here cannot be given up.
    assert answers in (["ok", "ok"], ["ok", "AlreadyNoted"])
    assert visit.arrived_at is not None
    assert visit.missed_at is None


def test_one_outcome_for_a_step_whoever_is_faster(desk, race) -> None:
    step = steps_of(desk.book())[0]
    answers = race(("done", step.pk), ("refused", step.pk))
    assert sorted(answers) == ["AlreadyNoted", "ok"]
    step.refresh_from_db()
    assert step.outcome == ("done" if answers[0] == "ok" else "refused")
    assert step.entries.count() == 1


def test_a_hand_over_and_a_refusal_do_not_overwrite_each_other(desk, race) -> None:
    visit = desk.book()
    first, second = steps_of(visit)
    answers = race(("hand_over", first.pk), ("refused", first.pk))
    assert sorted(answers) == ["AlreadyNoted", "ok"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.outcome == ("done" if answers[0] == "ok" else "refused")
    assert second.outcome == ""


def test_both_re_plan_and_the_visit_moves_once(desk, race) -> None:
    visit = check_in(visit=desk.book(), at=at_local("09:40"), by=desk.host)
    answers = race(("catch_up", visit.pk), ("catch_up", visit.pk), at="09:42")
    assert sorted(answers) == ["StillOnTime", "ok"]
    visit.refresh_from_db()
    assert (visit.ends_at, visit.sequence) == (at_local("10:25"), 1)
    assert Tick.objects.filter(step__visit=visit).count() == 8


def test_both_say_goodbye_and_one_mail_leaves(desk, race) -> None:
    visit = desk.book()
    for step in steps_of(visit):
        settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:40"), by=desk.officer)
    assert sorted(race(("close", visit.pk), ("close", visit.pk))) == ["AlreadyClosed", "ok"]
    assert Message.objects.filter(kind="visit-took-home").count() == 1


def test_two_walk_in_at_once_and_sit_in_different_gaps(desk, race) -> None:
    slug = desk.world.center.slug
    assert race(("walk_in", slug), ("walk_in", slug)) in (
        ["ok", "ok"],
        ["ok", "SlotTaken"],
        ["SlotTaken", "ok"],
    )
    doors = list(Visit.objects.filter(state="booked").values_list("first_cell", flat=True))
    assert len(doors) == len(set(doors)) >= 1

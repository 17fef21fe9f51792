"""One person at two screens: real processes, one clock."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import time_machine

from benchmarks._common import database_url
from permits.models import StandardTime, WorkTime
from tests.factories.permits import NOW
from tests.permits.desk.conftest import Desk, a_desk
from tests.permits.desk.test_races import ROOT

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db, clock: time_machine.Traveller) -> Desk:
    return a_desk(clock)


@pytest.fixture(scope="module")
def screens(django_db_setup, django_db_blocker) -> Iterator[list[subprocess.Popen]]:
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
        for _screen in range(4)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    yield started
    for process in started:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


@pytest.fixture
def race(screens) -> Callable[[str, int], list[str]]:
    def clicked(do: str, key: int) -> list[str]:
        go = time_machine.escape_hatch.time.time() + 0.05
        for process in screens:
            process.stdin.write(
                json.dumps([go, do, key, NOW.isoformat(), "officer@example.org"]) + "\n"
            )
        return sorted(process.stdout.readline().strip() for process in screens)

    return clicked


def test_four_starts_are_one_clock_and_four_stops_are_one_count(desk, race):
    visit = desk.book()
    assert race("clock", visit.pk) == ["ClockRuns", "ClockRuns", "ClockRuns", "ok"]
    assert WorkTime.objects.filter(minutes=None).count() == 1
    assert race("clock_stop", visit.pk) == ["NoClock", "NoClock", "NoClock", "ok"]
    assert WorkTime.objects.get().minutes == 1


def test_the_standard_is_counted_once(desk, race):
    StandardTime.objects.create(procedure=desk.world.registration, kind="preparation", minutes=10)
    visit = desk.book()
    assert race("standard", visit.pk) == ["AlreadyCounted"] * 3 + ["ok"]
    assert WorkTime.objects.get().minutes == 10

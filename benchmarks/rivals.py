"""The same race in the portal, in libres and in django-appointment, on the same database server.

Eight processes want the same time of one officer's calendar, time after time; each booking is all
that the system needs until it counts as booked. The rivals live in an environment of their own
under var/, made from a lock with hashes; libres is used as its documentation asks (one shared
context name, a retry loop), django-appointment as its pages do. Double bookings come first: what
they cost is a family at a desk where somebody else sits.
"""

import hashlib
import os
import random
import subprocess
import sys
import time
import venv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.db import connection

from benchmarks._common import (
    ROOT,
    Racers,
    median,
    milliseconds,
    quantile,
    scratch_database,
    verdict,
)
from permits.free_times import free_starts
from permits.load import make_center
from permits.models import Center, Visit
from permits.parties import Party, Person
from permits.rosters import roll
from permits.schedule_check import check

LOCK = ROOT / "benchmarks" / "rivals-requirements.txt"
HOME = ROOT / "var" / "rivals"
PROCESSES = 8
TIMES = 30
MINUTES = 30
RUNS = 5
AT = datetime.now(UTC)
REFUSALS = {"SlotTaken", "AlreadyReservedError"}


class Outcome(NamedTuple):
    """Times given to more than one, times given a second, the 99th percentile of an attempt.

    `errors` counts what was answered beside a booking and a refusal, by its name.
    """

    doubles: int
    bookings: int
    per_second: float
    p99: float
    errors: Counter[str]


def rivals_python() -> str:
    """The Python of the rivals' environment, made where its lock has changed."""
    python = HOME / "bin" / "python"
    mark = HOME / "installed.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        venv.create(HOME, clear=True, with_pip=True)
        install = ["-m", "pip", "install", "-qq", "--require-hashes", "--requirement"]
        subprocess.run([python, *install, LOCK], check=True)
        mark.write_text(wanted)
    return str(python)


def times_of(center: Center) -> list[str]:
    """Half hours apart, in the opening hours of all three."""
    party = Party((Person("adult", ("registration",)),))
    chosen: list[datetime] = []
    for each in free_starts(center, party, first_day=AT.date(), days=60, at=AT).starts:
        on_the_mark = each.start.minute in (0, 30) and 8 <= each.start.hour < 15
        if on_the_mark and (not chosen or each.start - chosen[-1] >= timedelta(minutes=MINUTES)):
            chosen.append(each.start)
    return [start.isoformat() for start in chosen[: TIMES * RUNS]]


@contextmanager
def empty_database(url: str, name: str) -> Iterator[str]:
    """The URL of an empty database beside `url`; gone afterwards."""
    server, _slash, beside = url.rpartition("/")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{beside}_{name}"')
    try:
        yield f"{server}/{beside}_{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{beside}_{name}" WITH (FORCE)')


def race(racers: Racers, times: list[str], order: dict[str, Any], told: Counter[str]) -> Outcome:
    """All processes want each time at once; what was booked is asked of the database."""
    seconds: list[float] = []
    taken = 0.0
    errors: Counter[str] = Counter()
    for start in times:
        orders = [
            {"do": "book", "start": start, "email": f"{random.getrandbits(60):x}@example.org"}
            for _ in range(PROCESSES)
        ]
        began = time.perf_counter()
        answers = racers.race([{**each, **order} for each in orders])
        taken += time.perf_counter() - began - 0.02  # the run-up of a race
        seconds += [answer["seconds"] for answer in answers]
        won = [answer for answer in answers if answer["result"] == "ok"]
        told[start] += len(won)
        results = (answer["result"] for answer in answers)
        errors.update(result for result in results if result not in {"ok", *REFUSALS})
    given = [told[start] for start in times if told[start]]
    doubles = sum(often > 1 for often in given)
    return Outcome(doubles, sum(given), len(given) / taken, quantile(seconds, 0.99), errors)


def told_of(name: str, outcomes: list[Outcome], counted: Counter[str]) -> Outcome:
    """One line, and the medians of the runs; doubles and errors are sums."""
    whole = Outcome(
        sum(count > 1 for count in counted.values()),
        sum(each.bookings for each in outcomes),
        median([each.per_second for each in outcomes]),
        median([each.p99 for each in outcomes]),
        sum((each.errors for each in outcomes), Counter()),
    )
    print(
        f"  {name:18} {whole.doubles:3} of {TIMES * RUNS} times given twice or more,"
        f" {whole.bookings} bookings, {whole.per_second:.0f} times/s,"
        f" p99 {milliseconds(whole.p99)}, errors: {dict(whole.errors) or 'none'}",
        flush=True,
    )
    return whole


def ours(url: str, center: Center, times: list[str]) -> Outcome:
    told: Counter[str] = Counter()
    with Racers(PROCESSES, url) as racers:
        order = {"center": center.slug, "at": AT.isoformat()}
        runs = [race(racers, part, order, told) for part in parts(times)]
    booked = Visit.objects.filter(center=center, state=Visit.State.BOOKED)
    return told_of("the portal", runs, Counter(str(each.starts_at) for each in booked))


def theirs(name: str, module: str, url: str, python: str, times: list[str]) -> Outcome:
    told: Counter[str] = Counter()
    with (
        empty_database(url, module.rpartition("_")[2]) as own,
        Racers(PROCESSES, own, module=module, python=python) as racers,
    ):
        racers.tell(0, {"do": "prepare", "starts": times, "minutes": MINUTES})
        prepared = racers.answer(0)
        assert prepared["result"] == "ok", prepared
        runs = [race(racers, part, {"minutes": MINUTES}, told) for part in parts(times)]
        racers.tell(0, {"do": "booked"})
        return told_of(name, runs, Counter(racers.answer(0)["code"].split()))


def parts(times: list[str]) -> list[list[str]]:
    return [times[first : first + TIMES] for first in range(0, len(times), TIMES)]


def main() -> None:
    python = rivals_python()
    with scratch_database() as url:
        center = make_center(slug="rivals", officers=2, days=90, chance=random.Random(1))
        roll(at=AT, center=center)
        times = times_of(center)
        assert len(times) == TIMES * RUNS, len(times)
        print(f"{PROCESSES} processes, {len(times)} times of one officer, {RUNS} runs")
        we = ours(url, center, times)
        libres = theirs("libres", "benchmarks._rival_libres", url, python, times)
        pages = theirs("django-appointment", "benchmarks._rival_appointment", url, python, times)
        violations = sum(len(finding.violations) for finding in check(at=AT))
    for name, other in (("libres", libres), ("django-appointment", pages)):
        print(
            f"  ours / {name}: double bookings {we.doubles} / {other.doubles}, times/s"
            f" {we.per_second / other.per_second:.2f}, p99 {we.p99 / other.p99:.2f}"
        )
    reached = [
        verdict(f"{we.doubles} double bookings in the portal", not we.doubles),
        verdict(f"every time given: {we.bookings} of {len(times)}", we.bookings == len(times)),
        verdict(f"{we.errors.total()} errors but SlotTaken", not we.errors),
        verdict(f"check_schedule: {violations} violations", not violations),
    ]
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()

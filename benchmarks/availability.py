"""Free times of a busy center: how many queries, how long, and whether the answer is right.

Sixty days, twenty municipal and twenty federal officers, twenty thousand booked steps: how long
the answer takes to compute beside what the database needs, then over HTTP through gunicorn. The
baselines are an empty query and an empty view in the same run; the answer is compared with a walk
cell by cell and person by person.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks._common import median, milliseconds, quantile, scratch_database, verdict
from benchmarks._served import get, served
from permits.arrangements import arrangements
from permits.availability import find_starts
from permits.bitmaps import positions, span
from permits.free_times import free_starts
from permits.load import make_load
from permits.models import Center
from permits.parties import Party, Person, tasks_of
from permits.schedule_check import check
from tests.permits.oracle import HORIZON, answer, random_case

OFFICERS = 40
VISITS = 8_200
STEPS = 20_000
DAYS = 60
CASES = 2_000
RUNS = 5
REQUESTS = 60
MOST_QUERIES = 4
COMPUTING_SECONDS = 0.010
P95_SECONDS = 0.060
COMBINED = Party((Person("adult", ("registration", "residence-permit")),))
ADDRESS = "/api/v1/availability?person=adult:registration,residence-permit"


class Stopwatch:
    """How long the database took; installed around a piece of work."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - began


def empty_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """What `work` takes in the database, and beside it: medians of many runs."""
    asked, computed = [], []
    for _ in range(25):
        watch = Stopwatch()
        began = time.perf_counter()
        with connection.execute_wrapper(watch):
            work()
        asked.append(watch.seconds)
        computed.append(time.perf_counter() - began - watch.seconds)
    return median(asked), median(computed)


def in_process(center: Center, days: int) -> float:
    """Seconds of computing beside the queries for `days` days."""
    at = timezone.now()

    def ask() -> Any:
        return free_starts(center, COMBINED, first_day=at.date(), days=days, at=at).starts

    empty, _ = seconds_of(empty_query)
    starts = len(ask())
    sql, computing = seconds_of(ask)
    print(
        f"{days} days, {starts} starts: queries {milliseconds(sql)} ({sql / empty:.0f} × an empty "
        f"query), computing {milliseconds(computing)} ({computing / sql:.2f} × the queries)"
    )
    return computing


def queries(center: Center, days: int) -> int:
    """How many SQL queries one request makes."""
    client = Client(headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as captured:
        answered = client.get(f"{ADDRESS}&center={center.slug}&days={days}")
    assert answered.status_code == 200, answered.content
    return len(captured)


def over_http(url: str, center: Center) -> float:
    """The 95th percentile of requests one after another, median of five runs."""
    path = f"{ADDRESS}&center={center.slug}&days={DAYS}"
    with served(url) as port:
        browser = HTTPConnection("127.0.0.1", port, timeout=60)
        empty = [waits(browser, "/empty") for _ in range(RUNS)]
        full = [waits(browser, path) for _ in range(RUNS)]
        size = len(get(browser, path))
        browser.close()
    p95 = median([quantile(each, 0.95) for each in full])
    baseline = median([quantile(each, 0.95) for each in empty])
    middle = median([one for each in full for one in each])
    print(
        f"over HTTP, {size // 1000} kB: median {milliseconds(middle)}, "
        f"p95 of {RUNS} runs {', '.join(milliseconds(quantile(each, 0.95)) for each in full)}; "
        f"empty view p95 {milliseconds(baseline)}, {p95 / baseline:.0f} × of that"
    )
    return p95


def waits(browser: HTTPConnection, path: str) -> list[float]:
    seconds = []
    get(browser, path)
    for _ in range(REQUESTS):
        began = time.perf_counter()
        get(browser, path)
        seconds.append(time.perf_counter() - began)
    return seconds


def differences() -> tuple[int, int]:
    """How many of the random cases are answered otherwise than by walking, and starts compared."""
    wrong = compared = 0
    for seed in range(CASES):
        case = random_case(random.Random(seed))
        ways = arrangements(
            tasks_of(case.party, case.acts, case.durations), reception=case.reception
        )
        found = {
            bit: way.gap
            for way, bits in find_starts(case.desks(), ways, span(0, HORIZON))
            for bit in positions(bits)
        }
        wrong += found != answer(case)
        compared += len(found)
    return wrong, compared


def main() -> None:
    with scratch_database() as url:
        call_command("createcachetable", verbosity=0)
        at = timezone.now()
        load = make_load(officers=OFFICERS, days=DAYS + 1, visits=VISITS, seed=1, at=at)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server does by itself at night
        print(f"{OFFICERS} officers, {load.visits} visits, {load.steps} booked steps")
        counts = [queries(load.center, days) for days in (14, DAYS)]
        computing = [in_process(load.center, days) for days in (14, DAYS)][-1]
        p95 = over_http(url, load.center)
        violations = sum(len(finding.violations) for finding in check(at=at))
    wrong, compared = differences()
    reached = [
        verdict(f"{load.steps} booked steps ≥ {STEPS}", load.steps >= STEPS),
        verdict(f"queries {counts} ≤ {MOST_QUERIES}", max(counts) <= MOST_QUERIES),
        verdict(
            f"computing {milliseconds(computing)} ≤ {milliseconds(COMPUTING_SECONDS)}",
            computing <= COMPUTING_SECONDS,
        ),
        verdict(f"HTTP p95 {milliseconds(p95)} ≤ {milliseconds(P95_SECONDS)}", p95 <= P95_SECONDS),
        verdict(f"{wrong} differences in {CASES} random cases ({compared} starts)", not wrong),
        verdict(f"check_schedule: {violations} violations", not violations),
    ]
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()

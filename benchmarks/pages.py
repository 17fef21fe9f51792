"""Home, the list of services and a box of the map: SQL queries and time as the content grows.

The number of queries must not depend on how many services there are, in how many languages they
are written, or who reads. The baseline of the times is an empty view in the same run, through
the same middleware.
"""

import sys
import time
from collections.abc import Callable

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks._common import (
    ROOT,
    median,
    milliseconds,
    scratch_database,
    verdict,
)
from rotonde.common.languages import CODES
from services.load import make_load
from services.models import Service

FEW, MANY = 10, 1_000
RUNS = 15
FIXTURES = ("region/municipalities.yaml", "services/themes.yaml")
EMPTY = "/health/live"
PAGES = {
    "home": "/{language}/",
    "services list": "/{language}/services/",
    "services search": "/{language}/services/?q=wonen&language=nl",
    "map box": "/api/v1/map?bbox=3.4,50.8,4.2,51.3&zoom=10&lang={language}",
}


def get(client: Client, path: str) -> Callable[[], None]:
    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return ask


def seconds_of(ask: Callable[[], None]) -> float:
    """The median time of several answers, after one that fills what is kept in memory."""
    ask()
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - began)
    return median(taken)


def queries_of(ask: Callable[[], None]) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def write_in_one_language() -> None:
    """Leave the texts in English alone."""
    others = [code for code in CODES if code != "en"]
    fields = ("name", "summary", "description", "keywords")
    Service.objects.update(**{f"{field}_{code}": None for field in fields for code in others})


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client: Client, rows: int, written: int) -> dict[str, set[int]]:
    """Print one line a page; the numbers of queries seen, over all eight readers."""
    analyse()
    baseline = seconds_of(get(client, EMPTY))
    seen = {}
    print(f"\n{rows} services in {written} language(s); empty view {milliseconds(baseline)}")
    for name, path in PAGES.items():
        seen[name] = {queries_of(get(client, path.format(language=code))) for code in CODES}
        taken = seconds_of(get(client, path.format(language="en")))
        ratio = taken / baseline
        counts = "/".join(str(count) for count in sorted(seen[name]))
        print(f"  {name:16} {counts:>3} queries  {milliseconds(taken):>9}  {ratio:5.0f} × empty")
    return seen


def main() -> None:
    client = Client(headers={"host": "localhost"})
    with scratch_database():
        call_command("loaddata", *(ROOT / "fixtures" / file for file in FIXTURES), verbosity=0)
        make_load(services=FEW, seed=1, at=timezone.now())
        seen = [measure(client, FEW, len(CODES))]
        make_load(services=MANY - FEW, seed=2, at=timezone.now())
        seen.append(measure(client, MANY, len(CODES)))
        write_in_one_language()
        seen.append(measure(client, MANY, 1))
    print()
    reached = []
    for name in PAGES:
        counts = set().union(*(each[name] for each in seen))
        words = f"{name}: {sorted(counts)} queries, whatever the rows, languages and readers"
        reached.append(verdict(words, len(counts) == 1))
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()

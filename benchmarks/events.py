"""The event list: 30 of 10,000 dates, beside an empty view of the same server.

The page is kept for strangers until the calendar changes; what it costs to render is told too.

Queries are counted in-process, times are those of a browser's connection to gunicorn. Requests
to the list and to the empty view take turns, so that whatever else the machine does hits both.
"""

import os
import sys
import time
from http.client import HTTPConnection

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks._common import ROOT, median, milliseconds, scratch_database, verdict
from benchmarks._served import get, served
from events.agenda import PER_PAGE
from events.load import DATES_PER_EVENT, make_load
from events.models import Occurrence

DATES = 10_000
RUNS = 5
ASKED = 60
MOST_QUERIES = 4
LEAST_RATIO = 0.25
LIST = "/en/events/"
# Whoever has a message waiting gets a page of their own: nothing is kept for them.
SOMEBODY = "messages=none"
PAGES = {
    "list": LIST,
    "list, filtered": f"{LIST}?kind=city-walk&language=nl&theme=life",
    "month": f"{LIST}?view=month",
}
FIXTURES = ("region/municipalities.yaml", "services/themes.yaml")


def queries_of(path: str, *, cookie: str = "") -> int:
    """The SQL queries of a page, once its choices are known; with a `cookie` it is not kept."""
    client = Client(headers={"host": "localhost", "cookie": cookie})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(captured)


def seconds_of(
    port: int, path: str, *, asked: int = ASKED, cookie: str = ""
) -> tuple[float, float]:
    """The median times of the page and of the empty view, asked for in turns."""
    browser = HTTPConnection("127.0.0.1", port, timeout=30)
    taken: dict[str, list[float]] = {path: [], "/empty": []}
    for _ in range(asked):
        for each, times in taken.items():
            began = time.perf_counter()
            get(browser, each, cookie=cookie)
            times.append(time.perf_counter() - began)
    browser.close()
    return median(taken[path]), median(taken["/empty"])


def measure(port: int) -> list[float]:
    """Print one line a page; the ratios of the list, run by run."""
    ratios = []
    for name, path in PAGES.items():
        runs = [seconds_of(port, path) for _ in range(RUNS)]
        page, empty = sorted(runs, key=lambda run: run[1] / run[0])[RUNS // 2]
        print(
            f"  {name:14} {milliseconds(page):>9}  empty view {milliseconds(empty):>9}"
            f"  speed {empty / page:.2f} × empty"
        )
        if path == LIST:
            ratios = [empty / page for page, empty in runs]
    anew, empty = seconds_of(port, LIST, asked=10, cookie=SOMEBODY)
    print(f"  list, rendered anew: {milliseconds(anew)}")
    return ratios


def main() -> None:
    with scratch_database() as url:
        call_command("createcachetable", verbosity=0)
        call_command("loaddata", *(ROOT / "fixtures" / file for file in FIXTURES), verbosity=0)
        make_load(events=DATES // DATES_PER_EVENT, seed=1, at=timezone.now())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{PER_PAGE} of {Occurrence.objects.count():,} dates")
        counts = {name: queries_of(path) for name, path in PAGES.items()}
        counts["list, rendered anew"] = queries_of(LIST, cookie=SOMEBODY)
        print("  queries: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
        with served(url) as port:
            ratios = measure(port)
    ratio = median(ratios)
    reached = [
        verdict(
            f"{max(counts.values())} queries at most, of {MOST_QUERIES}",
            max(counts.values()) <= MOST_QUERIES,
        ),
        verdict(
            f"{ratio:.2f} × the speed of an empty view, at least {LEAST_RATIO}",
            ratio >= LEAST_RATIO,
        ),
    ]
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()

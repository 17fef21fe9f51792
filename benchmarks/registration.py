"""Registering for events: how many a second, and whether there is ever a seat too many.

Eight clients post the form of an event page to gunicorn, each time for another household; every
registration writes its seat, its entry and its two mails. All of them want the same date, which
is the hardest case: its row is locked until each commits. Then two hundred processes, each with a
connection of its own, want a hundred and twenty places at the same instant.
"""

import multiprocessing
import os
import re
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks._common import median, milliseconds, quantile, scratch_database, verdict
from benchmarks._registrant import want_a_place
from benchmarks._served import get, served
from events.load import make_load
from events.models import Event, Occurrence, Registration, RegistrationEntry
from rotonde.common.form_keys import KEY_LENGTH
from rotonde.notifications.models import Message

CLIENTS = 8
EACH = 60
RUNS = 5
PER_SECOND = 150
P95_SECONDS = 0.060
PROCESSES = 200
PLACES = 120

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


def a_date(capacity: int | None) -> Occurrence:
    """A date in a fortnight of an event of its own."""
    event = Event.objects.order_by("pk").first()
    assert event is not None
    starts_at = timezone.now() + timedelta(days=14)
    return Occurrence.objects.create(
        event=event,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        capacity=capacity,
        changed_at=timezone.now(),
    )


def households(port: int, occurrence: Occurrence, names: list[str], seconds: list[float]) -> None:
    """One client: reads the form once, then posts it for each of `names`."""
    event = occurrence.event
    path = f"/en/events/{event.slug}-{event.public_id}/"
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    browser.request("GET", f"{path}?date={occurrence.pk}")
    answer = browser.getresponse()
    cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
    found = _TOKEN.search(answer.read())
    assert found, "no form"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    for name in names:
        form = {
            "csrfmiddlewaretoken": found[1].decode(),
            "occurrence": occurrence.pk,
            "form_key": f"{name:-<{KEY_LENGTH}}",
            "name": name,
            "email": f"{name}@example.org",
            "adults": 1,
            "children": 0,
            "language": "en",
        }
        began = time.perf_counter()
        browser.request("POST", f"{path}register/", urlencode(form), headers)
        answer = browser.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        assert answer.status == 302, answer.status
    browser.close()


def run(port: int, number: int) -> tuple[float, float]:
    """Registrations a second of eight clients, and their 95th percentile."""
    occurrence = a_date(capacity=None)
    occurrence.event = Event.objects.get(pk=occurrence.event.pk)
    seconds: list[float] = []
    clients = [
        threading.Thread(
            target=households,
            args=(port, occurrence, [f"r{number}c{c}n{n}" for n in range(EACH)], seconds),
        )
        for c in range(CLIENTS)
    ]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    taken = time.perf_counter() - began
    assert len(seconds) == CLIENTS * EACH, f"{len(seconds)} answers"
    return len(seconds) / taken, quantile(seconds, 0.95)


def empties(port: int) -> None:
    browser = HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(EACH):
        get(browser, "/empty")
    browser.close()


def baseline(port: int) -> float:
    """Empty answers a second, given to as many clients: what this machine has to spare now."""
    clients = [threading.Thread(target=empties, args=(port,)) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return CLIENTS * EACH / (time.perf_counter() - began)


def throughput(port: int) -> bool:
    empty = median([baseline(port) for _ in range(RUNS)])
    runs = [run(port, number) for number in range(RUNS)]
    rate, p95 = median([each[0] for each in runs]), median([each[1] for each in runs])
    rows = Registration.objects.count()
    assert rows == RUNS * CLIENTS * EACH
    assert RegistrationEntry.objects.count() == rows
    assert Message.objects.count() == 2 * rows
    print(f"  runs: {', '.join(f'{r:.0f}/s p95 {milliseconds(p)}' for r, p in runs)}")
    print(f"  empty view {empty:.0f}/s, registrations at {rate / empty:.2f} × of that")
    return all(
        [
            verdict(f"{rate:.0f} registrations/s, at least {PER_SECOND}", rate >= PER_SECOND),
            verdict(
                f"p95 {milliseconds(p95)}, at most {milliseconds(P95_SECONDS)}", p95 <= P95_SECONDS
            ),
        ]
    )


def crowd() -> bool:
    """Two hundred processes on a hundred and twenty places."""
    occurrence = a_date(capacity=PLACES)
    database = str(connection.settings_dict["NAME"])
    connection.close()
    # Forked from a process that has read the code but holds no connection and runs no thread.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmarks._registrant"])
    at, start = timezone.now().isoformat(), time.time() + 12
    orders = [(database, occurrence.pk, number, at, start) for number in range(PROCESSES)]
    with context.Pool(PROCESSES, maxtasksperchild=1) as pool:
        answers = pool.starmap(want_a_place, orders, chunksize=1)
    states = Counter(state for state, _process in answers)
    processes = len({process for _state, process in answers})
    occurrence.refresh_from_db()
    line = list(Registration.objects.in_line().values_list("position", flat=True))
    print(f"  {processes} processes: {dict(states)}, {occurrence.seats_taken} seats taken")
    return all(
        [
            verdict(
                f"{states['registered']} of {PLACES} places given, never one too many",
                states["registered"] == occurrence.seats_taken == PLACES,
            ),
            verdict(
                f"{len(line)} wait, each in a place of their own",
                line == list(range(1, PROCESSES - PLACES + 1)),
            ),
            verdict(
                "every date adds up to its registrations",
                not Occurrence.objects.miscounted().filter(pk=occurrence.pk).exists(),
            ),
        ]
    )


def main() -> None:
    with scratch_database() as url:
        call_command("createcachetable", verbosity=0)
        make_load(events=20, seed=1, at=timezone.now())
        print(f"{CLIENTS} clients, one date, {EACH} households each")
        with served(url) as port:
            reached = [throughput(port)]
        print(f"{PROCESSES} processes, {PLACES} places")
        reached.append(crowd())
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()

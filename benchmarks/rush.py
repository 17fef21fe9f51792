"""A thousand newcomers at nine o'clock, all of whom want the earliest time of the days just opened.

Each asks the HTTP API to hold the first free time of these days and confirms it, from an address
and a mail address of their own, under the limits as they are by default; who finds these days full
is told (409) and keeps the alternatives on other days. Thirty-two are let in at a time, as many as
a proxy in front would let through.

Then the same for who chooses from a list: each looks at what is free, holds the earliest time and
confirms it. Whoever is told that a time is gone (409) takes the earliest of the alternatives on
those days, or looks again; who finds these days full asks for the first of their times once more.

Times are only ever taken, so the earliest time anybody was shown is never later than the earliest
that is free: whoever gets a time gets the earliest there is. So the rush must end exactly where
one newcomer after another would: that is the capacity it is measured by.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import NamedTuple

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks._common import median, milliseconds, quantile, scratch_database, verdict
from benchmarks._newcomers import OPENING, Browser, all_at_once
from benchmarks._served import served
from permits.arrangements import Arrangement
from permits.availability import Desk, choose_officers
from permits.bitmaps import span
from permits.load import make_center
from permits.models import Center, Visit
from permits.parties import Party, Person
from permits.questions import ask
from permits.rosters import roll
from permits.schedule_check import check
from permits.timetable import read_timetable

NEWCOMERS = 1_000
AT_A_TIME = 32
RUNS = 5
OFFICERS = 40
DAYS = 2
CAPACITY = 500
PER_SECOND = 100
AT = datetime.now(UTC)
PARTY = Party((Person("adult", ("registration", "residence-permit")),))


class Outcome(NamedTuple):
    """How it went for one newcomer: the visit's code or none, and what was answered on the way."""

    code: str
    alternatives: int
    statuses: tuple[int, ...]
    seconds: tuple[float, ...]


Newcomer = Callable[[Browser, int, str, str], Outcome]


def opened() -> str:
    """The first of two working days in a row, this week or next."""
    day = AT.date() + timedelta(3)
    while day.weekday() > 3:
        day += timedelta(1)
    return day.isoformat()


def one_after_another(center: Center, first_day: str) -> int:
    """How many visits fit when everybody takes the earliest time and nobody races: on paper."""
    day = datetime.fromisoformat(first_day).date()
    paper = read_timetable(ask(center, PARTY, None), first_day=day, days=DAYS, at=AT)
    assert paper is not None
    count = 0
    while found := [((bits & -bits).bit_length() - 1, way) for way, bits in paper.found() if bits]:
        bit, way = min(found, key=lambda each: each[0])
        officers = choose_officers(paper.desks, way, bit) or {}
        paper = replace(paper, desks=[_busier(desk, officers, way, bit) for desk in paper.desks])
        count += 1
    return count


def _busier(desk: Desk, officers: Mapping[str, int], way: Arrangement, bit: int) -> Desk:
    for block in way.blocks:
        if officers[block.agency] == desk.officer:
            taken = span(bit + block.offset, block.cells)
            return replace(desk, free=tuple(lane & ~taken for lane in desk.free))
    return desk


def who_wants_the_first(browser: Browser, number: int, center: str, first_day: str) -> Outcome:
    """Hold the first free time of these days, confirm."""
    browser.hand_to(number)
    held = browser.hold_first(center, first_day, DAYS)
    if held.status != 201:
        return Outcome("", len(held.told.get("nearest", ())), (held.status,), (held.seconds,))
    booked = browser.confirm(held.told["code"], f"newcomer-{number}-of-{center}")
    statuses, seconds = (held.status, booked.status), (held.seconds, booked.seconds)
    return Outcome(booked.told.get("code", ""), 0, statuses, seconds)


def who_chooses(browser: Browser, number: int, center: str, first_day: str) -> Outcome:
    """Look, hold the earliest, confirm; until these days are full."""
    browser.hand_to(number)
    statuses: list[int] = []
    seconds: list[float] = []
    wish, alternatives = "", 0
    last_day = (datetime.fromisoformat(first_day) + timedelta(DAYS - 1)).date().isoformat()
    full = False
    while not full:
        if not wish:
            looked = browser.starts(center, first_day, DAYS)
            seconds.append(looked.seconds)
            full = not looked.told["starts"]
            wish = f"{first_day}T09:00:00+01:00" if full else looked.told["starts"][0]["start"]
        held = browser.hold(center, wish)
        seconds.append(held.seconds)
        statuses.append(held.status)
        if held.status == 201:
            booked = browser.confirm(held.told["code"], f"newcomer-{number}-of-{center}")
            seconds.append(booked.seconds)
            statuses.append(booked.status)
            return Outcome(booked.told.get("code", ""), 0, tuple(statuses), tuple(seconds))
        if held.status != 409:
            break
        nearest = [start["start"] for start in held.told["nearest"]]
        alternatives = len(nearest)
        here = [start for start in nearest if first_day <= start[:10] <= last_day]
        wish = here[0] if here and here[0] > wish else ""
    return Outcome("", alternatives, tuple(statuses), tuple(seconds))


def rush(port: int, newcomer: Newcomer, center: str, first_day: str) -> tuple[list[Outcome], float]:
    """Everybody's outcome, and how long the whole rush took."""
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(NEWCOMERS):
        waiting.put(number)
    outcomes: list[Outcome] = []

    def counter(_number: int) -> None:
        browser = Browser(port)
        try:
            while True:
                outcomes.append(newcomer(browser, waiting.get_nowait(), center, first_day))
        except Empty:
            browser.close()

    return outcomes, all_at_once(AT_A_TIME, counter)


def run(port: int, newcomer: Newcomer, number: int) -> tuple[bool, float]:
    """One rush at a center of its own: whether it went as promised, and its visits a second."""
    center = make_center(
        slug=f"{newcomer.__name__.replace('_', '-')}-{number}",
        officers=OFFICERS,
        days=14,
        chance=random.Random(number),
    )
    roll(at=AT, center=center)
    first_day = opened()
    capacity = one_after_another(center, first_day)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    outcomes, seconds = rush(port, newcomer, center.slug, first_day)
    statuses = Counter(status for each in outcomes for status in each.statuses)
    visits = Visit.objects.filter(center=center, state=Visit.State.BOOKED).count()
    told = [each for each in outcomes if each.code]
    refused = [each for each in outcomes if not each.code]
    waits = [one for each in outcomes for one in each.seconds]
    rate = visits / seconds
    print(
        f"  {visits} visits of {capacity} in {seconds:.1f} s: {rate:.0f}/s,"
        f" {len(waits) / seconds:.0f} requests/s, p99 {milliseconds(quantile(waits, 0.99))},"
        f" holds and confirmations answered {dict(statuses)}",
        flush=True,
    )
    wanted = min(NEWCOMERS, capacity)
    return all(
        [
            capacity >= CAPACITY,
            visits == len(told) == wanted,
            all(each.statuses[-1] == 409 and each.alternatives for each in refused),
            set(statuses) <= {201, 409},
        ]
    ), rate


def baseline(port: int, newcomer: Newcomer) -> float:
    """Visits a second when one newcomer comes after another, with nobody else about."""
    center = make_center(
        slug=f"{newcomer.__name__.replace('_', '-')}-alone",
        officers=OFFICERS,
        days=14,
        chance=random.Random(0),
    )
    roll(at=AT, center=center)
    first_day = opened()
    browser = Browser(port)
    each = [sum(newcomer(browser, number, center.slug, first_day).seconds) for number in range(60)]
    browser.close()
    return 1 / median(each)


def measured(port: int, newcomer: Newcomer, words: str) -> tuple[bool, float]:
    """Whether all rushes of such newcomers went as promised, and their visits a second."""
    alone = baseline(port, newcomer)
    print(f"{NEWCOMERS} who {words}, {AT_A_TIME} at a time, {OFFICERS} officers, {DAYS} days")
    runs = [run(port, newcomer, number) for number in range(1, RUNS + 1)]
    rate = median([each[1] for each in runs])
    print(f"  one newcomer after another: {alone:.0f}/s; the rush {rate / alone:.1f} × of that")
    right = verdict(
        f"visits = min({NEWCOMERS}, capacity ≥ {CAPACITY}), everyone else a 409 with"
        f" alternatives, no other answer: {sum(each[0] for each in runs)} of {RUNS} runs",
        all(each[0] for each in runs),
    )
    return right, rate


def main() -> None:
    with scratch_database() as url:
        call_command("createcachetable", verbosity=0)
        with served(url, **OPENING) as port:
            right, rate = measured(port, who_wants_the_first, "want the first free time")
            fast = verdict(f"{rate:.0f} visits/s, at least {PER_SECOND}", rate >= PER_SECOND)
            right_too, slower = measured(port, who_chooses, "choose from the list of free times")
            print(f"  {slower:.0f} visits/s: {slower / rate:.2f} × of those who want the first")
        violations = sum(len(finding.violations) for finding in check(at=AT))
    whole = verdict(f"check_schedule: {violations} violations", not violations)
    sys.exit(not all([right, fast, right_too, whole]))


if __name__ == "__main__":
    main()

"""Many want the same combined visit: as many get it as there are desks, and no more.

First eight and thirty-two clients over HTTP, then eight processes. Beside it runs what such a
race does to a booking that looks first and inserts then. A last part lets holds run out at the
very moment at which they are confirmed.
"""

import os
import random
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core.management import call_command
from django.db import connection

from benchmarks._common import (
    Racers,
    median,
    milliseconds,
    quantile,
    scratch_database,
    verdict,
)
from benchmarks._newcomers import OPENING, Answer, Browser, all_at_once
from benchmarks._served import served
from permits.free_times import free_starts
from permits.load import make_center
from permits.models import Center, Tick, Visit
from permits.parties import Party, Person
from permits.rosters import roll
from permits.schedule_check import check

# Clients over HTTP, and the most that one in a hundred may wait.
CLIENTS = {8: 0.060, 32: 0.250}
RUNS = 5
ROUNDS_A_RUN = 30
PROCESSES = 8
ROUNDS = 200
CAPACITY = 3
CELLS = 8  # 25 + 15 minutes
DAYS = 180
AT = datetime.now(UTC)
COMBINED = Party((Person("adult", ("registration", "residence-permit")),))


def slots(center: Center) -> list[str]:
    """Starts at which every officer is free, far enough apart to be independent of each other."""
    times = free_starts(center, COMBINED, first_day=AT.date(), days=DAYS, at=AT).starts
    chosen: list[Any] = []
    for start in times:
        apart = not chosen or start.cell >= chosen[-1].end_cell + 2
        if apart and start.arrangement.gap == 0 and not 10 <= start.start.hour < 13:
            chosen.append(start)
    return [start.start.isoformat() for start in chosen]


def over_http(port: int, center: Center, starts: list[str], clients: int) -> bool:
    """All clients want each start at once, each from an address of its own."""
    statuses: Counter[int] = Counter()
    winners: Counter[int] = Counter()
    p99s, alone = [], []
    for run in range(RUNS):
        mine = starts[run * (ROUNDS_A_RUN + 5) :][: ROUNDS_A_RUN + 5]
        alone += [answer.seconds for answer in round_of(port, center, mine[:5], 1)]
        answers = round_of(port, center, mine[5:], clients)
        statuses.update(answer.status for answer in answers)
        rounds = [answers[n : n + clients] for n in range(0, len(answers), clients)]
        winners.update(sum(each.status == 201 for each in one) for one in rounds)
        p99s.append(quantile([answer.seconds for answer in answers], 0.99))
    p99 = median(p99s)
    print(
        f"{clients} clients over HTTP: answers {dict(statuses)}; one alone: median "
        f"{milliseconds(median(alone))}; p99 of {RUNS} runs "
        f"{', '.join(milliseconds(each) for each in p99s)} ({p99 / median(alone):.1f} × one alone)"
    )
    limit = CLIENTS[clients]
    return all(
        [
            verdict(
                f"{sum(winners.values())} rounds of {clients}, winners = capacity ({CAPACITY})",
                set(winners) == {CAPACITY},
            ),
            verdict("no answer but 201 and 409", set(statuses) == {201, 409}),
            verdict(f"p99 {milliseconds(p99)} ≤ {milliseconds(limit)}", p99 <= limit),
        ]
    )


def round_of(port: int, center: Center, starts: list[str], clients: int) -> list[Answer]:
    """What each client is answered, start after start; they begin each together."""
    answers: list[list[Answer]] = [[] for _ in starts]
    together = threading.Barrier(clients)

    def work(number: int) -> None:
        browser = Browser(port)
        browser.hand_to(random.getrandbits(24))
        browser.starts(center.slug, AT.date().isoformat(), 1)  # connected, and warm
        for start, told in zip(starts, answers, strict=True):
            together.wait()
            told.append(browser.hold(center.slug, start))
            browser.hand_to(random.getrandbits(24))
        browser.close()

    all_at_once(clients, work)
    return [answer for told in answers for answer in told]


def deadlocks() -> int:
    """How many the database server has counted in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def herd(racers: Racers, center: Center, starts: list[str]) -> bool:
    """All processes want each start at once."""
    winners: Counter[int] = Counter()
    results: Counter[str] = Counter()
    seconds: list[float] = []
    alone: list[float] = []
    for number, start in enumerate(starts):
        order = {"do": "hold", "center": center.slug, "start": start, "at": AT.isoformat()}
        if number < 20:
            # Before the races: one process alone, for comparison.
            alone += [answer["seconds"] for answer in racers.race([order])]
            continue
        answers = racers.race([order] * PROCESSES)
        winners[sum(answer["result"] == "ok" for answer in answers)] += 1
        results.update(answer["result"] for answer in answers)
        seconds += [answer["seconds"] for answer in answers]
    p99 = quantile(seconds, 0.99)
    print(f"answers: {dict(results)}; rounds by winners: {dict(winners)}")
    print(
        f"one alone: median {milliseconds(median(alone))}; eight at once: "
        f"median {milliseconds(median(seconds))}, p99 {milliseconds(p99)} "
        f"({p99 / median(alone):.1f} × one alone)"
    )
    rounds = sum(winners.values())
    return all(
        [
            verdict(
                f"{rounds} rounds, winners = capacity ({CAPACITY}) in every one",
                set(winners) == {CAPACITY},
            ),
            verdict("no deadlock and no error but SlotTaken", set(results) == {"ok", "SlotTaken"}),
        ]
    )


def control(racers: Racers) -> bool:
    """The same race without a lock and without a constraint."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE control (id bigserial, slot integer)")
    overbooked = 0
    for slot in range(ROUNDS):
        order = {"do": "check_then_insert", "slot": slot, "capacity": CAPACITY}
        answers = racers.race([order] * PROCESSES)
        overbooked += sum(answer["result"] == "ok" for answer in answers) > CAPACITY
    return verdict(
        f"the control, check then insert, overbooks: {overbooked} of {ROUNDS} rounds",
        overbooked > 0,
    )


def expiry_against_confirm(racers: Racers, center: Center, starts: list[str]) -> bool:
    """Hold, then at the moment it runs out: confirm, sweep, and want the same time again."""
    outcomes: Counter[str] = Counter()
    chance = random.Random(2)
    lost = errors = 0
    for start in starts:
        held = {"do": "hold", "center": center.slug, "start": start, "at": AT.isoformat()}
        codes = [answer["code"] for answer in racers.race([held] * CAPACITY)]
        before = (AT + timedelta(minutes=10, microseconds=-1)).isoformat()
        # The sweeps set off a little later or earlier each time, so that both sides win some.
        late = chance.uniform(0, 0.02)
        after = (AT + timedelta(minutes=10)).isoformat()
        sweep = {"do": "expire", "at": after, "late": late}
        again = {**held, "at": after, "late": late}
        orders: list[dict[str, Any]] = [
            {"do": "confirm", "code": code, "at": before, "email": f"{code}@example.org"}
            for code in codes
        ]
        orders += [sweep, again, again, sweep, again]
        answers = racers.race(orders)
        errors += sum(
            answer["result"] not in ("ok", "SlotTaken", "HoldExpired") for answer in answers
        )
        for code, answer in zip(codes, answers, strict=False):
            visit = Visit.objects.get(code=code)
            kept = visit.state == "booked" and whole(visit)
            outcomes["confirmed" if answer["result"] == "ok" else "expired"] += 1
            lost += (answer["result"] == "ok") != kept
    print(f"holds that were {dict(outcomes)}")
    return all(
        [
            verdict(f"{lost} confirmed visits lost, {errors} errors", not lost and not errors),
            verdict(
                "both outcomes happened, so there was a race",
                outcomes["confirmed"] > 0 and outcomes["expired"] > 0,
            ),
        ]
    )


def whole(visit: Visit) -> bool:
    return Tick.objects.filter(step__visit=visit).count() == CELLS


def main() -> None:
    with scratch_database() as url:
        chance = random.Random(1)
        call_command("createcachetable", verbosity=0)
        center = make_center(slug="herd", officers=2 * CAPACITY, days=DAYS, chance=chance)
        roll(at=AT, center=center)
        starts = slots(center)
        with served(url, **OPENING) as port:
            reached = []
            for clients in CLIENTS:
                mine = [starts.pop() for _ in range(RUNS * (ROUNDS_A_RUN + 5))]
                reached.append(over_http(port, center, mine, clients))
        with Racers(PROCESSES, url) as racers:
            reached += [
                herd(racers, center, starts[: ROUNDS + 20]),
                control(racers),
                expiry_against_confirm(racers, center, starts[ROUNDS + 20 :][:100]),
            ]
        violations = sum(len(finding.violations) for finding in check(at=AT))
        counted = deadlocks()
        reached.append(verdict(f"{counted} deadlocks counted by the database", not counted))
        reached.append(verdict(f"check_schedule: {violations} violations", not violations))
    sys.exit(not all(reached))


if __name__ == "__main__":
    main()

"""Runs the tests with all they need, and says in capitals what could not run."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rotonde.supervisor.catalogues import compile_catalogues
from rotonde.supervisor.checkout import ROOT
from rotonde.supervisor.databases import Database, NotAnswering, database
from rotonde.supervisor.leash import leash
from rotonde.supervisor.postgres import throwaway_postgres
from rotonde.supervisor.programs import NoPostgres
from rotonde.supervisor.surroundings import (
    chromium,
    clean_environment,
    installed,
    own_redis,
    redis_url,
)

FAST = ("browser", "redis", "race", "slow", "thorough")
CORE_LEAVES_OUT = ("browser", "redis", "slow")
NOTHING_COLLECTED = 5


@dataclass
class Plan:
    """What one run of pytest gets, and what is left out because it is missing here."""

    environment: dict[str, str]
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _stop)
    fast = "--fast" in arguments
    arguments = [argument for argument in arguments if argument != "--fast"]
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    compile_catalogues()
    try:
        with database() as found, redis_for_tests(wanted=not fast) as broker:
            plan = planned(found, broker, fast=fast)
            code = run_pytest(plan, arguments)
            print(f"\nDatabase: {found.description}.")
        if required and not code and found.served:
            code = run_core_on_embedded(arguments)
    except (NoPostgres, NotAnswering) as problem:
        print(problem, file=sys.stderr)
        return 1
    for line in plan.missing:
        print(f"NOT RUN: {line}", flush=True)
    if required and plan.missing:
        print("REQUIRE_SERVICES=1 DEMANDS ALL OF IT: THIS RUN HAS FAILED.")
        return code or 1
    return code


def planned(found: Database, broker: str | None, *, fast: bool) -> Plan:
    plan = Plan({**clean_environment(), "DATABASE_URL": found.url, "SECRET_KEY": "for tests alone"})
    if fast:
        plan.left_out += FAST
        plan.missing.append(
            "WHAT TAKES LONG (BROWSER, REDIS, RACES, PROCESSES, tests/thorough.txt): "
            "--fast WAS GIVEN."
        )
        return plan
    browser = chromium() or (chromium() if installed("chromium", "chromium") else None)
    if browser:
        plan.environment["CHROMIUM"] = browser
    else:
        plan.left_out.append("browser")
        plan.missing.append("THE TESTS IN A BROWSER. NO CHROMIUM STARTS HERE; NAME ONE: CHROMIUM=")
    if broker:
        plan.environment["TEST_REDIS_URL"] = broker
    else:
        plan.left_out.append("redis")
        plan.missing.append("THE TESTS WITH REDIS. NONE ANSWERS; NAME ONE: TEST_REDIS_URL=")
    if not found.served and os.environ.get("REQUIRE_SERVICES") == "1":
        plan.missing.append("ANYTHING ON A SERVED POSTGRESQL. NAME ONE: TEST_DATABASE_URL=")
    return plan


@contextmanager
def redis_for_tests(*, wanted: bool) -> Iterator[str | None]:
    """The address of a Redis: one that answers, or one started here for this run."""
    found = redis_url() if wanted else None
    if found or not wanted or os.environ.get("TEST_REDIS_URL"):
        yield found
    elif installed("redis-server", "redis-server"):
        with own_redis() as url:
            yield url
    else:
        yield None


def run_pytest(plan: Plan, arguments: Sequence[str]) -> int:
    """Run pytest on two processes, unless told otherwise; Ctrl-C is pytest's to answer."""
    options = [] if says_how_many(arguments) else ["-n", "2", "--dist", "loadgroup"]
    arguments = [*options, *narrowed(arguments, plan.left_out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=ROOT,
        env=plan.environment,
        preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509  it calls nothing that locks
    )
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            process.terminate()
            process.wait()


def run_core_on_embedded(arguments: Sequence[str]) -> int:
    """Once more what depends on the database, on the one the demo runs on."""
    with throwaway_postgres() as url:
        environment = {**clean_environment(), "DATABASE_URL": url, "SECRET_KEY": "for tests alone"}
        print("\nOnce more on the embedded PostgreSQL:", flush=True)
        code = run_pytest(Plan(environment, left_out=list(CORE_LEAVES_OUT)), arguments)
    return 0 if code == NOTHING_COLLECTED else code


def says_how_many(arguments: Sequence[str]) -> bool:
    return any(re.match(r"-n\d*$|-n=|--numprocesses|--pdb|--trace", word) for word in arguments)


def narrowed(arguments: Sequence[str], left_out: Sequence[str]) -> list[str]:
    """The arguments, with a `-m` that leaves out these marks besides what the caller's says."""
    if not left_out:
        return list(arguments)
    expression = " and ".join(f"not {mark}" for mark in left_out)
    rest, callers = [], None
    words = iter(arguments)
    for word in words:
        if word == "-m":
            callers = next(words, "")
        else:
            rest.append(word)
    return [*rest, "-m", f"({callers}) and {expression}" if callers else expression]


def _stop(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

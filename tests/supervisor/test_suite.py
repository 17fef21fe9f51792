"""`bin/test` finds what it needs, and never hides what it could not run."""

import os
import subprocess
import sys

import pytest

from rotonde.supervisor.checkout import ROOT, checkout_id
from rotonde.supervisor.databases import connect, drop_left_behind
from rotonde.supervisor.postgres import throwaway_postgres
from rotonde.supervisor.suite import narrowed, says_how_many

NOBODY_LISTENS = "127.0.0.1:1"


def run_suite(**environment: str) -> subprocess.CompletedProcess[str]:
    """One small file through the whole of `bin/test`, on a PATH without a browser or apt-get."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "rotonde.supervisor.suite",
            "-n0",
            "-q",
            "tests/supervisor/test_catalogues.py",
        ],
        cwd=ROOT,
        env={"PATH": "/nowhere", "TEST_REDIS_URL": f"redis://{NOBODY_LISTENS}/0", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_what_cannot_run_is_said_in_capitals():
    done = run_suite()
    assert done.returncode == 0, done.stderr
    assert "NOT RUN: THE TESTS IN A BROWSER" in done.stdout
    assert "NOT RUN: THE TESTS WITH REDIS" in done.stdout


@pytest.mark.slow
def test_what_cannot_run_is_a_failure_where_all_is_demanded():
    done = run_suite(REQUIRE_SERVICES="1")
    assert done.returncode == 1
    assert "DEMANDS ALL" in done.stdout


@pytest.mark.slow
def test_a_database_server_that_was_named_must_answer():
    done = run_suite(TEST_DATABASE_URL=f"postgres://nobody@{NOBODY_LISTENS}/x")
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "passed" not in done.stdout


@pytest.mark.slow
def test_databases_of_runs_that_were_killed_are_dropped_and_no_others():
    with subprocess.Popen(["true"]) as ended:
        pass
    ours = f"rotonde_{checkout_id()}"
    kept = {f"test_{ours}_{os.getpid()}_gw0", f"test_rotonde_ffffffffffff_{ended.pid}", "other"}
    with throwaway_postgres() as url:
        with connect(url) as connection:
            for name in kept | {f"test_{ours}_{ended.pid}_gw1", f"{ours}_{ended.pid}_bench"}:
                connection.execute(f'create database "{name}"')
        drop_left_behind(url)
        with connect(url) as connection:
            rows = connection.execute("select datname from pg_database where not datistemplate")
            assert {name for (name,) in rows} - {"postgres", "rotonde"} == kept


@pytest.mark.parametrize(
    ("given", "left_out", "expected"),
    [
        (["-x"], [], ["-x"]),
        (["-x"], ["browser"], ["-x", "-m", "not browser"]),
        (["-m", "slow"], ["browser", "redis"], ["-m", "(slow) and not browser and not redis"]),
    ],
)
def test_what_is_left_out_is_left_out_of_the_callers_choice(given, left_out, expected):
    assert narrowed(given, left_out) == expected


@pytest.mark.parametrize("argument", ["-n0", "-n", "-n4", "--numprocesses=2", "--pdb"])
def test_the_caller_may_say_on_how_many_processes(argument):
    assert says_how_many([argument])
    assert not says_how_many(["-x", "--nonsense", "tests/name.py"])

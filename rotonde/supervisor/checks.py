"""Runs every check of the code, two at a time, and reports all that fail: `bin/check [NAME…]`."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rotonde.supervisor.catalogues import compile_catalogues
from rotonde.supervisor.checkout import ROOT
from rotonde.supervisor.databases import NotAnswering, database
from rotonde.supervisor.programs import NoPostgres
from rotonde.supervisor.surroundings import clean_environment, installed

# As a real portal is configured, so that `check --deploy` says what it would say there.
PRODUCTION = {
    "SITE_URL": "https://rotonde.example.org",
    "ALLOWED_HOSTS": "rotonde.example.org",
    "SECRET_KEY": "Zk3-not-secret-but-as-long-and-as-varied-as-a-real-one-9Qw7xY",
    "REDIS_URL": "redis://redis.example.org:6379/0",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "TRUSTED_PROXIES": "1",
}
# The slowest first: it runs beside all the others.
COMMANDS = {
    "mypy": "{python} -m mypy",
    "ruff": "{python} -m ruff check .",
    "format": "{python} -m ruff format --check .",
    "djlint": "{python} -m djlint templates --lint --quiet",
    "layers": "{scripts}/lint-imports",
    "translations": "{python} manage.py check_translations",
    "migrations": "{python} manage.py makemigrations --check --dry-run",
    "deploy": "{python} manage.py check --deploy --fail-level WARNING",
    "shell": "bash -c 'for each in bin/* .ci/run; do bash -n $each || exit 1; done'",
}


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


def main(names: Sequence[str]) -> int:
    if unknown := set(names) - set(COMMANDS):
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(COMMANDS)}.")
        return 2
    wanted = [name for name in COMMANDS if name in names or not names]
    if "translations" in wanted and not installed("gettext", "xgettext"):
        print(
            "xgettext is missing: install GNU gettext, which collects the texts.", file=sys.stderr
        )
        return 1
    compile_catalogues()
    try:
        with database() as found:
            # A database that surely exists: the checks only look whether it answers.
            url = f"{found.url.rpartition('/')[0]}/postgres"
            failed = report(wanted, {**clean_environment(), **PRODUCTION, "DATABASE_URL": url})
    except (NoPostgres, NotAnswering) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def report(names: Sequence[str], environment: dict[str, str]) -> list[str]:
    """Run the checks, print each one's outcome, return the names of those that failed."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(lambda name: run(name, environment), names):
            print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.name} {outcome.seconds:.1f} s")
            if not outcome.passed:
                print(outcome.output, flush=True)
                failed.append(outcome.name)
    return failed


def run(name: str, environment: dict[str, str]) -> Outcome:
    places = {"python": sys.executable, "scripts": os.path.dirname(sys.executable)}
    command = [part.format(**places) for part in shlex.split(COMMANDS[name])]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - began, done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs the measurements under benchmarks/ on a database made for them: `bin/bench [NAME…]`."""

import subprocess
import sys
from collections.abc import Sequence

from psycopg import sql

from rotonde.supervisor.catalogues import compile_catalogues
from rotonde.supervisor.checkout import ROOT
from rotonde.supervisor.databases import Database, NotAnswering, connect, database, drop
from rotonde.supervisor.programs import NoPostgres
from rotonde.supervisor.surroundings import clean_environment

PREPARE = ("migrate --noinput", "createcachetable", "collectstatic --noinput")


def main(names: Sequence[str]) -> int:
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
    if unknown := set(names) - set(known):
        print(f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    compile_catalogues()
    try:
        with database(synced=True) as found:
            print(f"Database: {found.description}.", flush=True)
            return measure(names or known, found)
    except (NoPostgres, NotAnswering) as problem:
        print(problem, file=sys.stderr)
        return 1


def measure(names: Sequence[str], found: Database) -> int:
    """Run each measurement in a process of its own; 1 when any of them fails or misses its goal."""
    server, _, name = found.url.rpartition("/")
    name = f"{name}_bench"
    environment = {
        **clean_environment(),
        "DATABASE_URL": f"{server}/{name}",
        "SECRET_KEY": "for measurements alone",
        "DEMO": "1",
    }
    with connect(found.url) as connection:
        drop(connection, name)
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        for step in PREPARE:
            _run(["manage.py", *step.split(), "--verbosity=0"], environment, must_succeed=True)
        outcomes = [_run(["-m", f"benchmarks.{one}"], environment, title=one) for one in names]
    finally:
        with connect(found.url) as connection:
            drop(connection, name)
    return 0 if all(outcomes) else 1


def _run(
    arguments: Sequence[str],
    environment: dict[str, str],
    *,
    title: str = "",
    must_succeed: bool = False,
) -> bool:
    if title:
        print(f"\n{title}", flush=True)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=must_succeed
    )
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

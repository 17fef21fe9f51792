"""The whole portal on one machine: makes ready what is missing, then runs web, worker and beat
until told to stop.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg

from rotonde.supervisor.catalogues import compile_catalogues
from rotonde.supervisor.checkout import ROOT, VAR, private_word
from rotonde.supervisor.postgres import kept_postgres
from rotonde.supervisor.prepared import Prepared
from rotonde.supervisor.processes import run_household
from rotonde.supervisor.programs import NoPostgres
from rotonde.supervisor.readiness import announce
from rotonde.supervisor.server import AlreadyRunning

STEPS = (
    "migrate --noinput --verbosity=0",
    "createcachetable",
    "collectstatic --noinput --verbosity=0",
    "seed_demo",
)


USAGE = """bin/demo takes no arguments, but looks at the environment:
  PORT          where it listens (8000)
  DATABASE_URL  a PostgreSQL to use instead of its own
  REDIS_URL     a Redis to carry its messages
Ctrl-C stops all of it."""
HELP = {"-h", "--help"}


class Refused(Exception):
    """The demo cannot start; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    if arguments:
        print(USAGE, file=sys.stdout if HELP.issuperset(arguments) else sys.stderr)
        return 0 if HELP.issuperset(arguments) else 2
    signal.signal(signal.SIGTERM, _stop_while_preparing)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup is a wish to stay
        signal.signal(signal.SIGHUP, lambda number, frame: os.kill(os.getpid(), signal.SIGTERM))
    try:
        port = wanted_port(os.environ.get("PORT") or "8000")
        with only_demo(f"http://localhost:{port}/"):
            refuse_taken(port)
            if served := os.environ.get("DATABASE_URL"):
                return run(port, served)
            with kept_postgres("postgres") as server:
                return run(port, server.url(), ground_holds=server.runs)
    except (Refused, NoPostgres, AlreadyRunning) as problem:
        print(problem, file=sys.stderr)
        return 1
    except psycopg.OperationalError as problem:
        print(f"The database that DATABASE_URL names does not answer: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(port: int, url: str, ground_holds: Callable[[], bool] = lambda: True) -> int:
    environment = demo_environment(port, url)
    make_ready(environment)
    return run_household(
        commands(),
        environment=environment,
        when_started=lambda: announce(environment["SITE_URL"], port),
        ground_holds=ground_holds,
    )


def wanted_port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Refused(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


@contextmanager
def only_demo(state: str) -> Iterator[None]:
    """Hold the checkout's demo lock; whoever comes second is told where the first one is."""
    VAR.mkdir(exist_ok=True)
    with open(VAR / "demo.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "it is just starting"
            raise Refused(
                f"The demo of this folder is in use: {where}. Stop that one first."
            ) from None
        lock.truncate(0)
        lock.write(f"{state}, process {os.getpid()}")
        lock.flush()
        yield


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HOST", "127.0.0.1"), port))
        except OSError as error:
            raise Refused(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8001 bin/demo"
            ) from None


def demo_environment(port: int, url: str) -> dict[str, str]:
    """What every process gets: the demo's settings, and what the caller has set on top where that
    makes sense.
    """
    given = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {
        "SECRET_KEY": private_word("secret-key"),
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"file:///{VAR / 'mail'}",  # the path begins after the third slash
        **given,
        "DATABASE_URL": url,
        "DEMO": "1",
        "DEBUG": "0",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "rotonde.settings",
        "PYTHONUNBUFFERED": "1",
    }


def make_ready(environment: dict[str, str]) -> None:
    """Bring catalogues, static files and database to the state of the code; nothing where nothing
    changed.
    """
    (VAR / "mail").mkdir(parents=True, exist_ok=True)
    compile_catalogues()
    prepared = Prepared(environment["DATABASE_URL"])
    if prepared.is_current():
        return
    for line in STEPS:
        name, *options = line.split()
        print(f"{name} …", flush=True)
        done = subprocess.run(
            [sys.executable, "manage.py", name, *options], cwd=ROOT, env=environment, check=False
        )
        if done.returncode:
            raise Refused(f"manage.py {name} failed; the lines above say why.")
    prepared.remember()


def commands() -> dict[str, list[str]]:
    # Who runs the demo as root knows it, and the database is run by somebody else.
    hush = "ignore:You're running the worker with superuser privileges"
    celery = [sys.executable, "-W", hush, "-m", "celery", "--quiet", "--app", "rotonde.celery:app"]
    return {
        "web": [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")],
        # Threads: a worker's child processes would be cut off in the middle of a message when all
        # is told to stop.
        "worker": [*celery, "worker", "--pool=threads", "--concurrency=2", "--loglevel=WARNING",
                   "--without-gossip", "--without-mingle", "--without-heartbeat"],
        "beat": [*celery, "beat", "--loglevel=WARNING", f"--schedule={VAR / 'beat'}"],
    }  # fmt: skip


def _stop_while_preparing(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

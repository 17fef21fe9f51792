"""Delivering the outbox: how many mails a second, and whether one is ever lost or sent twice.

Five thousand confirmations of registrations, in eight languages and with their calendar entry, are
due. Two Celery workers on a broker of their own carry them to a local mail server; one of them is
killed with -9 on the way. What it had claimed waits for the end of its lease, so this takes some
minutes. The baseline is smtplib sending one finished mail again and again to the same server.
"""

import itertools
import os
import secrets
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    django.setup()

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from benchmarks._common import ROOT, scratch_database, verdict
from benchmarks._mailed import Mailed, postbox
from benchmarks._worker import use_broker
from events.load import make_load
from events.models import Occurrence, Registration
from events.reminders import CONFIRMED
from rotonde.common.languages import CODES
from rotonde.notifications.delivery import BATCH, LEASE, deliver_due
from rotonde.notifications.models import Message
from rotonde.notifications.queue import Occasion, queue_all
from rotonde.notifications.waking import wake

DUE = 5_000
KILLED_AFTER = 2_500
WORKERS = 2
PATIENCE_SECONDS = LEASE.total_seconds() + 120


def make_due(count: int, *, at: datetime) -> None:
    """Register `count` households and queue their confirmations, due at `at`."""
    dates = list(Occurrence.objects.select_related("event").order_by("pk"))
    made = Registration.objects.bulk_create(
        [
            Registration(
                occurrence=dates[number % len(dates)],
                code=secrets.token_urlsafe(16),
                name=f"Household {number}",
                email=f"household-{secrets.token_hex(8)}@example.org",
                language=CODES[number % len(CODES)],
                state=Registration.State.REGISTERED,
                created_at=at,
                changed_at=at,
            )
            for number in range(count)
        ]
    )
    queue_all([_confirmation(each) for each in made], at=at)


def _confirmation(registration: Registration) -> Occasion:
    return Occasion(
        recipient=registration.email,
        kind=CONFIRMED,
        target=f"registration:{registration.pk}",
        anchor=registration.created_at,
        language=registration.language,
        time_zone=registration.occurrence.time_zone,
        due_at=registration.created_at,
    )


def queries_of_a_mail() -> tuple[float, bytes]:
    """The SQL queries of one message, claiming and recording included; and a mail to measure by."""
    make_due(BATCH, at=timezone.now())
    with (
        override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"),
        CaptureQueriesContext(connection) as queries,
    ):
        sweep = deliver_due(at=timezone.now())
    assert sweep.sent == BATCH, sweep
    return len(queries) / BATCH, mail.outbox[0].message().as_bytes().replace(b"\n", b"\r\n")


def plain(finished: bytes, count: int) -> float:
    """Mails a second that smtplib sends over one connection, with nothing else to do."""
    with postbox() as box, smtplib.SMTP("127.0.0.1", box.port) as sender:
        began = time.perf_counter()
        for number in range(count):
            sender.sendmail("a@example.org", [f"b{number}@example.org"], finished)
        return count / (time.perf_counter() - began)


@contextmanager
def workers(url: str, folder: str, port: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two Celery workers as `bin/demo` starts them, each with one thing to do at a time."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "BROKER_FOLDER": folder,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    hush = "ignore:You're running the worker with superuser privileges"
    celery = [sys.executable, "-W", hush, "-m", "celery", "--quiet", "--app", "benchmarks._worker"]
    quietly = ["--loglevel=WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    started = [
        subprocess.Popen(
            [*celery, "worker", "--pool=threads", "--concurrency=1", f"--hostname=w{n}", *quietly],
            cwd=ROOT,
            env=environment,
        )
        for n in range(WORKERS)
    ]
    try:
        yield started
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            process.wait(timeout=60)


def woken_until(so: Callable[[], bool]) -> None:
    """Wake the workers every second, as registrations would, until it is `so`."""
    until = time.monotonic() + PATIENCE_SECONDS
    for tick in itertools.count():
        if so():
            return
        if time.monotonic() > until:
            raise TimeoutError(f"not within {PATIENCE_SECONDS} seconds")
        if tick % 20 == 0:
            wake()
        time.sleep(0.05)


def carried() -> set[UUID]:
    """The tokens of the batches that are on their way."""
    sending = Message.objects.filter(state=Message.State.SENDING)
    return {token for token in sending.values_list("token", flat=True) if token}


def all_carry() -> bool:
    return len(carried()) == WORKERS


def rate_of(box: Mailed, seconds_of_all: Callable[[], None]) -> float:
    """Mails a second that come while `seconds_of_all` waits."""
    before, began = box.count(), time.perf_counter()
    seconds_of_all()
    return (box.count() - before) / (time.perf_counter() - began)


def kill(victim: "subprocess.Popen[bytes]") -> int:
    """Kill a worker with a batch in its hands; how many messages of it were left lying."""
    woken_until(all_carry)
    tokens = carried()
    victim.kill()
    woken_until(lambda: len(tokens & carried()) <= 1)
    return Message.objects.filter(state=Message.State.SENDING, token__in=tokens).count()


def deliver(url: str, folder: str) -> tuple[float, list[tuple[str, str]]]:
    """Let two workers deliver everything, and kill one: mails a second of both, and all mails."""
    make_due(DUE, at=timezone.now())
    with postbox() as box, workers(url, folder, box.port) as started:
        woken_until(all_carry)
        rate = rate_of(box, lambda: woken_until(lambda: box.count() >= KILLED_AFTER))
        left_lying, killed = kill(started[0]), time.monotonic()
        waiting = Message.objects.exclude(state=Message.State.SENT)
        woken_until(lambda: waiting.count() <= left_lying)
        print(f"  killed after {KILLED_AFTER}; {left_lying} of its batch left lying")
        woken_until(lambda: not waiting.exists())
        print(f"  the last of them were sent {time.monotonic() - killed:.0f} s after the kill")
        assert left_lying, "it was killed while it had nothing to do"
        return rate, box.all()


def judge(mails: list[tuple[str, str]]) -> bool:
    """Whether everybody got their message, and nobody two."""
    due = set(Message.objects.values_list("recipient", "message_id"))
    copies = Counter(mails)
    again = sum(copies.values()) - len(copies)
    return all(
        [
            verdict(f"{len(due - set(copies))} of {len(due)} lost", set(copies) >= due),
            verdict(f"{len(set(copies) - due)} that nobody queued", set(copies) <= due),
            verdict(f"{again} sent twice, with the same Message-ID; at most 1", again <= 1),
        ]
    )


def main() -> None:
    with scratch_database() as url, tempfile.TemporaryDirectory() as folder:
        use_broker(folder)
        make_load(events=10, seed=1, at=timezone.now())
        queries, finished = queries_of_a_mail()
        Message.objects.all().delete()
        baseline = plain(finished, KILLED_AFTER)
        rate, mails = deliver(url, folder)
        print(f"  {queries:.1f} SQL queries a message, claiming and recording included")
        print(
            f"  two workers {rate:.0f} mails/s, each written for its reader; smtplib alone, with "
            f"one finished mail of {len(finished) / 1000:.0f} kB, {baseline:.0f}/s: "
            f"{rate / baseline:.2f} × of that"
        )
        reached = judge(mails)
    sys.exit(not reached)


if __name__ == "__main__":
    main()

"""One household that wants one place, in a process of its own (see benchmarks.registration)."""

import os
import time
from datetime import datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
django.setup()

from django.db import OperationalError, connection  # noqa: E402  needs the settings

from events.models import Occurrence  # noqa: E402
from events.registration import register  # noqa: E402
from rotonde.celery import app  # noqa: E402

app.conf.update(broker_url="memory://localhost//", broker_transport_options={})

PATIENCE_SECONDS = 120


def want_a_place(
    database: str, occurrence: int, number: int, at: str, start: float
) -> tuple[str, int]:
    """Begin at `start`, register one adult; the state it came to and the process it ran in.

    A server that has no connection left is asked again: a visitor's browser would wait as well.
    """
    connection.settings_dict["NAME"] = database
    time.sleep(max(0.0, start - time.time()))
    _connect()
    try:
        done = register(
            occurrence=Occurrence.objects.select_related("event").get(pk=occurrence),
            name=f"Visitor {number}",
            email=f"visitor-{number}@example.org",
            language="en",
            at=datetime.fromisoformat(at),
        )
        return str(done.registration.state), os.getpid()
    finally:
        connection.close()


def _connect() -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return

"""One process of a race over a roster: an order a line, at the instant it names; answers a line."""

import json
import os
import sys
import time
from datetime import date, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from permits import booking  # noqa: E402
from permits.models import Center, Officer, Procedure, Proposal  # noqa: E402
from permits.rostering import as_booked, proposals  # noqa: E402
from permits.rostering.changes import Away  # noqa: E402
from permits.rostering.reseating import carry_out  # noqa: E402
from permits.rostering.staffing import watch  # noqa: E402
from rotonde.celery import app  # noqa: E402
from tests.factories.permits import COMBINED  # noqa: E402

app.conf.update(broker_url="memory://", broker_transport_options={})


def _book(center: str, start: str, at: datetime) -> None:
    found = Center.objects.select_related("municipality").get(slug=center)
    held = booking.hold(
        center=found,
        party=COMBINED,
        start=datetime.fromisoformat(start),
        at=at,
        origin="web",
        language="en",
    )
    email = f"{held.pk}@example.org"
    booking.confirm(code=held.code, name="A", email=email, language="en", at=at)


def _away(officer: str, day: str, at: datetime) -> None:
    found = Officer.objects.select_related("agency__center").get(slug=officer)
    carry_out(change=Away(found, date.fromisoformat(day), date.fromisoformat(day)), at=at, by=None)


def _leave(officer: str, _what: str, at: datetime) -> None:
    found = Officer.objects.select_related("agency__center").get(slug=officer)
    with transaction.atomic():
        watched = watch([found.agency.center], at=at)
        Officer.objects.filter(pk=found.pk).update(active=False)
        watched.check()


def _turn_round(slug: str, first: str, at: datetime) -> None:
    second, to_be_first = (Procedure.objects.get(slug=each) for each in (slug, first))
    with transaction.atomic():
        watched = as_booked.watch(at=at)
        to_be_first.follows.clear()
        second.follows.set([to_be_first])
        watched.check()


def _answer(what: str, key: str, at: datetime) -> None:
    proposal = Proposal.objects.get(pk=key)
    {"accept": proposals.accept, "decline": proposals.decline}[what](proposal=proposal, at=at)


def _sweep(_what: str, _key: str, at: datetime) -> None:
    proposals.sweep(at=at)


DOES = {
    "book": _book,
    "away": _away,
    "leave": _leave,
    "turn round": _turn_round,
    "answer": _answer,
    "sweep": _sweep,
}


def main() -> None:
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        go, do, what, key, at = json.loads(line)
        time.sleep(max(0.0, go - time.time()))
        try:
            DOES[do](what, key, datetime.fromisoformat(at))
            said = "ok"
        except Exception as refused:
            said = type(refused).__name__
        sys.stdout.write(said + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

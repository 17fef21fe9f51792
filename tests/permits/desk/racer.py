"""One process of a race at the desk: a click a line, at the instant it names; answers a line."""

import json
import os
import sys
import time
from datetime import datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
django.setup()

from django.db import connection  # noqa: E402

from permits.desk import calling, catching_up, closing, handing_over, noting  # noqa: E402
from permits.desk.booking_for import Contact, walk_in  # noqa: E402
from permits.models import Center, Procedure, Step, Visit, WorkKind  # noqa: E402
from permits.presentation.needs import Need  # noqa: E402
from permits.presentation.quests import Quest  # noqa: E402
from permits.readiness import clocks  # noqa: E402
from rotonde.accounts.models import User  # noqa: E402
from rotonde.celery import app  # noqa: E402

app.conf.update(broker_url="memory://", broker_transport_options={})


def _walk_in(center: str, at: datetime, by: User) -> Visit:
    found = Center.objects.select_related("municipality").get(slug=center)
    procedures = tuple(Procedure.objects.order_by("position"))
    return walk_in(
        center=found,
        quest=Quest(found.municipality, Need(procedures), adults=1, children=0),
        start=None,
        name="Walker",
        contact=Contact(),
        language="en",
        at=at,
        by=by,
    )


def _clock(do: str, visit: Visit, at: datetime, by: User) -> object:
    if do == "clock_stop":
        return clocks.stop(at=at, by=by)
    count = clocks.start if do == "clock" else clocks.count_standard
    procedure = Procedure.objects.get(slug="registration")
    return count(visit=visit, procedure=procedure, kind=WorkKind.PREPARATION, at=at, by=by)


def _click(do: str, key: object, at: datetime, by: User) -> object:
    if do == "walk_in":
        return _walk_in(str(key), at, by)
    if do in ("done", "refused", "hand_over"):
        step = Step.objects.select_related("visit").get(pk=key)
        if do == "hand_over":
            return handing_over.hand_over(step=step, at=at, by=by)
        return noting.settle(step=step, outcome=Step.Outcome(do), at=at, by=by)
    visit = Visit.objects.select_related("center").get(pk=key)
    if do in ("clock", "clock_stop", "standard"):
        return _clock(do, visit, at, by)
    if do == "close":
        return closing.close(visit=visit, cards=[], at=at, by=by)
    clicks = {
        "arrived": noting.check_in,
        "missed": noting.note_missed,
        "call": calling.call,
        "catch_up": catching_up.catch_up,
    }
    return clicks[do](visit=visit, at=at, by=by)


def obey(do: str, key: object, at: str, by: str) -> str:
    try:
        _click(do, key, datetime.fromisoformat(at), User.objects.get(email=by))
    except Exception as refused:
        return type(refused).__name__
    return "ok"


def main() -> None:
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        go, *order = json.loads(line)
        time.sleep(max(0.0, go - time.time()))
        sys.stdout.write(obey(*order) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

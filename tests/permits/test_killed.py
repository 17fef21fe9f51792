"""A process that is killed in the middle of a booking leaves everything, or nothing at all."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from benchmarks._common import ROOT, database_url
from permits import booking
from permits.models import Visit
from permits.schedule_check import check
from rotonde.notifications.models import Message
from tests.factories.permits import COMBINED, DAY, NOW, WEB, a_center, at_local

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

AT = NOW.isoformat()
LATER = at_local("13:30", DAY + timedelta(1)).isoformat()
MOST = 80


@pytest.fixture(scope="module")
def dying(django_db_setup, django_db_blocker) -> Iterator[Callable[..., bool]]:
    """Do an order in a process killed after so many statements; whether it came to that."""
    with django_db_blocker.unblock():
        url = database_url()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.permits.dying"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )

    def do(statements: int, **order: Any) -> bool:
        process.stdin.write(json.dumps({"statements": statements, **order}) + "\n")
        return json.loads(process.stdout.readline())["killed"]

    yield do
    process.stdin.close()
    process.wait(timeout=30)
    process.stdout.close()


def everything() -> dict[str, list[tuple]]:
    """Every row of the visits and the outbox."""
    models = [*apps.get_app_config("permits").get_models(), Message]
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted({model._meta.db_table for model in models}):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


def killed_everywhere(dying: Callable[..., bool], **order: Any) -> int:
    """Kill the order after its first statement, its second, …, until it is done; how many kills."""
    before = everything()
    for statements in range(1, MOST):
        if not dying(statements, **order):
            assert everything() != before
            assert [finding for finding in check(at=NOW) if finding.violations] == []
            return statements - 1
        assert everything() == before, f"killed after statement {statements}"
    raise AssertionError("never done")


def held(world, start="08:50") -> Visit:
    return booking.hold(center=world.center, party=COMBINED, start=at_local(start), at=NOW, **WEB)


def booked(world) -> Visit:
    visit = held(world)
    details = {"name": "A", "email": "a@example.org", "language": "en"}
    return booking.confirm(code=visit.code, at=NOW, **details).visit


def test_a_hold_is_whole_or_not_there(dying):
    world = a_center()
    start = at_local("08:50").isoformat()
    kills = killed_everywhere(dying, do="hold", center=world.center.slug, start=start, at=AT)
    assert kills > 5
    assert Visit.objects.get().state == "held"


def test_a_hold_dies_with_whoever_would_have_replaced_it(dying):
    world = a_center()
    older = booking.hold(
        center=world.center,
        party=COMBINED,
        start=at_local("09:50"),
        at=NOW,
        session_key="ada",
        **WEB,
    )
    order = {"do": "hold", "center": world.center.slug, "session": "ada", "at": AT}
    assert killed_everywhere(dying, **order, start=at_local("08:50").isoformat()) > 5
    older.refresh_from_db()
    assert older.state == "expired"


def test_a_visit_is_confirmed_with_its_messages_or_still_held(dying):
    visit = held(a_center())
    assert killed_everywhere(dying, do="confirm", code=visit.code, at=AT) >= 5
    assert Message.objects.filter(kind="visit-confirmed").count() == 1
    again = booking.confirm(code=visit.code, name="A", email="a@example.org", language="en", at=NOW)
    assert again.already, "whoever lost the answer asks again, and is told the same"


def test_a_visit_stands_at_its_old_time_or_at_its_new_one(dying):
    visit = booked(a_center())
    assert killed_everywhere(dying, do="move", code=visit.code, start=LATER, at=AT) > 5
    visit.refresh_from_db()
    assert visit.starts_at == at_local("13:30", DAY + timedelta(1))


def test_a_visit_is_cancelled_with_its_time_given_back_or_stands(dying):
    visit = booked(a_center())
    assert killed_everywhere(dying, do="cancel", code=visit.code, at=AT) > 5
    visit.refresh_from_db()
    assert visit.state == "cancelled"

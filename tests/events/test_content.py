"""The events of the region as fixtures: whole, in eight languages, honest about what is assumed."""

from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.conf import settings

from events.catalogue import public_id_for
from events.demo import seed_registrations
from events.models import Event, Occurrence, Registration
from events.recurrence import check
from events.schedule import roll
from rotonde.common.languages import CODES
from rotonde.pages.seeding import seed_content
from tests.factories.events import NOW


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    path = settings.BASE_DIR / "fixtures" / "events" / "events.yaml"
    return [row["fields"] for row in yaml.safe_load(path.read_text())]


def test_every_kind_is_there(rows) -> None:
    assert {row["kind"] for row in rows} == set(Event.Kind.values) - {"other"}


def test_everything_can_be_read_in_eight_languages(rows) -> None:
    fields = [f"{field}_{code}" for field in ("name", "summary", "audience") for code in CODES]
    fields += ["description_en", "description_nl"]
    assert [(row["slug"], field) for row in rows for field in fields if not row.get(field)] == []


def test_ids_are_those_of_the_slugs(rows) -> None:
    assert [row["public_id"] for row in rows] == [public_id_for(row["slug"]) for row in rows]


def test_rules_instead_of_dates(rows) -> None:
    for row in rows:
        check(row["rule"])


def test_nothing_is_promised_that_nobody_announced(rows) -> None:
    assert not any(row["verified"] for row in rows)
    assert all(row["source"] for row in rows)
    concepts = {row["slug"] for row in rows if "demo concept" in row["source"]}
    assert {"governors-welcome", "glocals-festival"} <= concepts


@pytest.mark.slow
def test_a_seeded_calendar_is_alive(db) -> None:
    seed_content(at=NOW)
    roll(at=NOW)
    upcoming = Occurrence.objects.upcoming(at=NOW)
    assert set(upcoming.values_list("event__kind", flat=True)) == set(Event.Kind.values) - {"other"}
    assert upcoming.filter(starts_at__lt=NOW + timedelta(days=31)).count() >= 8
    welcome = upcoming.filter(event__kind="mayors-welcome").in_order().first()
    assert welcome.local_start.weekday() == 5
    assert welcome.starts_at < NOW + timedelta(days=93)
    assert seed_registrations(at=NOW) > 30
    assert seed_registrations(at=NOW) == 0
    assert set(Registration.objects.values_list("state", flat=True)) == {"registered", "waiting"}
    assert not Occurrence.objects.miscounted().exists()

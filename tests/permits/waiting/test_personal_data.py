"""What the waiting list knows of a person is told, erased and not kept for ever."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import Visit, WaitingParty
from permits.waiting.joining import leave
from permits.waiting.offering import offer_freed
from rotonde.accounts.personal_data import erase, export, person_at, purge
from tests.factories.permits import NOW
from tests.permits.waiting.conftest import fill, joins, the_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(world):
    visits = fill(world)
    waiting = joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    return waiting


def test_the_export_tells_wish_people_and_offers(waiting):
    (told,) = export(person_at("ada@example.org"))["waiting list"]
    assert told["people"][0]["name"] == "Ada"
    assert told["offers"][0]["state"] == "open"
    assert told["notice_hours"] == 2


def test_others_are_told_nothing_of_it(waiting):
    assert export(person_at("bo@example.org"))["waiting list"] == []


def test_erasing_passes_the_offer_on_and_leaves_nothing(waiting):
    held = the_offer(waiting).hold
    erase(person_at("ADA@example.org"), at=NOW)
    assert not WaitingParty.objects.exists()
    assert Visit.objects.get(pk=held.pk).state == "expired"


def test_what_ended_long_ago_goes(waiting, settings):
    leave(code=waiting.code, at=NOW)
    late = NOW + timedelta(settings.WAITING_RETENTION_DAYS, seconds=1)
    assert purge(at=NOW + timedelta(1))["waiting list"] == 0
    assert purge(at=late, dry_run=True)["waiting list"] == 1
    assert purge(at=late)["waiting list"] == 1
    assert not WaitingParty.objects.exists()

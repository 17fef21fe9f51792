"""The calendar entry of a visit: one UID for life, changes counted, times that survive a move."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from icalendar import Calendar

from permits import booking
from permits.calendar import invitation
from permits.models import Visit
from permits.parties import Party, Person
from permits.presentation.facts import facts
from tests.factories.centers import World, open_center

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> World:
    return open_center(at=NOW)


def booked(world: World, language: str = "en") -> Visit:
    visit = booking.hold(
        center=world.center,
        party=Party((Person("adult", ("registration", "residence-permit")),)),
        start=world.at(0, 9),
        municipality=world.gent,
        origin=Visit.Origin.WEB,
        language=language,
        at=NOW,
    )
    return booking.confirm(
        code=visit.code,
        name="Ada; Lovelace, née",
        email="ada@example.org",
        language=language,
        at=NOW,
    ).visit


def parsed(visit: Visit, method: str) -> tuple[Calendar, object]:
    calendar = Calendar.from_ical(invitation(facts(visit), method=method))
    return calendar, calendar.walk("VEVENT")[0]


def test_an_invitation_says_when_where_and_for_whom(world, settings):
    settings.SITE_URL = "https://rotonde.example"
    visit = booked(world)
    calendar, event = parsed(visit, "REQUEST")
    assert calendar["METHOD"] == "REQUEST"
    assert calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/Brussels"
    assert event.decoded("DTSTART") == world.at(0, 9)
    assert event.decoded("DTEND") == visit.ends_at
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTAMP") == NOW
    assert event["ATTENDEE"] == "mailto:ada@example.org"
    assert "Plein 1" in event["LOCATION"]
    assert visit.ticket in event["DESCRIPTION"]
    assert event["URL"] == f"https://rotonde.example/en/appointments/v/{visit.code}/"


def test_a_move_keeps_the_uid_and_counts(world):
    visit = booked(world)
    _calendar, before = parsed(visit, "REQUEST")
    moved = booking.move(code=visit.code, start=world.at(1, 10), at=NOW)
    _calendar, after = parsed(moved, "REQUEST")
    assert before["UID"] == after["UID"]
    assert visit.code not in before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("DTSTART") == world.at(1, 10)


def test_a_cancellation_takes_back(world):
    visit = booked(world)
    cancelled = booking.cancel(code=visit.code, at=NOW)
    calendar, event = parsed(cancelled, "CANCEL")
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1
    assert not event.walk("VALARM")


def test_a_published_file_invites_nobody(world):
    calendar, event = parsed(booked(world), "PUBLISH")
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event


def test_it_is_written_in_the_language_of_the_visit(world):
    _calendar, event = parsed(booked(world, "ar"), "REQUEST")
    assert "مركز غنت" in event["SUMMARY"]
    assert "/ar/appointments/v/" in event["URL"]

"""One event, and registering a household for one of its dates."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Occurrence, Registration
from rotonde.common.languages import CODES
from rotonde.notifications.models import Message
from tests.factories.events import NOW, EventFactory, OccurrenceFactory, comes
from tests.strict_client import StrictClient

JOIN = "https://meet.example.org/secret-room"


def address(occurrence: Occurrence, language: str = "en") -> str:
    event = occurrence.event
    return f"/{language}/events/{event.slug}-{event.public_id}/"


def household(date: Occurrence) -> dict[str, object]:
    return {
        "occurrence": date.pk,
        "form_key": "a-key-of-one-form-only",
        "name": "Ada Lovelace",
        "email": "ada@example.org",
        "adults": 2,
        "children": 1,
        "language": "fr",
    }


def posted(client, date: Occurrence, /, **changes):
    return client.post(address(date) + "register/", household(date) | changes)


def data_of(response) -> dict:
    page = BeautifulSoup(response.content, "html.parser")
    return json.loads(page.find("script", type="application/ld+json").string)


@pytest.mark.parametrize("language", CODES)
def test_the_page_in_every_language(client, occurrence, language: str) -> None:
    assert client.get(address(occurrence, language)).status_code == 200


def test_an_old_slug_leads_to_the_address_of_today(client, occurrence) -> None:
    response = client.get(f"/en/events/old-{occurrence.event.public_id}/")
    assert (response.status_code, response["Location"]) == (301, address(occurrence))


@pytest.mark.parametrize("path", ["x-aaaaaaaa", "x-AAAAAAAA", "x-1"])
def test_an_unknown_event(client, occurrence, path: str) -> None:
    assert client.get(f"/en/events/{path}/").status_code == 404
    assert client.post(f"/en/events/{path}/register/").status_code == 404


def test_a_draft_is_nobodys_page(client, occurrence) -> None:
    draft = OccurrenceFactory(event__state="draft")
    assert client.get(address(draft)).status_code == 404
    assert posted(client, draft).status_code == 404


def test_only_the_form_is_posted(client, occurrence) -> None:
    assert client.post(address(occurrence)).status_code == 405
    assert client.put(address(occurrence) + "register/").status_code == 405
    response = client.get(address(occurrence) + "register/")
    assert response["Location"] == address(occurrence)
    assert not Registration.objects.exists()


def test_registering_leads_to_the_private_page(client, occurrence) -> None:
    response = posted(client, occurrence)
    made = Registration.objects.get()
    assert (response.status_code, response["Location"]) == (302, made.get_absolute_url())
    assert (made.people, made.language, made.state) == (3, "fr", "registered")
    assert b"ada@example.org" in client.get(response["Location"]).content


def test_a_form_sent_twice_registers_once(client, occurrence) -> None:
    first, second = posted(client, occurrence), posted(client, occurrence)
    assert first["Location"] == second["Location"]
    assert Registration.objects.count() == 1


def test_who_types_somebodys_address_does_not_get_their_link(client, occurrence) -> None:
    ada = comes(occurrence, at=NOW - timedelta(hours=2))
    response = posted(StrictClient(), occurrence, email="Ada@example.org", key="x" * 22)
    assert response.status_code == 409
    assert ada.code not in response.content.decode()
    assert Registration.objects.count() == 1
    # The link goes once more to the address itself.
    assert Message.objects.filter(kind="registration-confirmed", recipient=ada.email).count() == 2


def test_a_full_date_offers_the_waiting_list(client, occurrence) -> None:
    comes(occurrence, "ten", adults=6, children=4)
    assert "Join the waiting list" in client.get(address(occurrence)).content.decode()
    response = posted(client, occurrence)
    assert Registration.objects.get(name="Ada Lovelace").state == "waiting"
    assert "You are next" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 200},
        {"name": "nul\0byte"},
        {"email": ""},
        {"email": "nobody"},
        {"email": "a" * 300 + "@example.org"},
        {"adults": 0},
        {"adults": 7},
        {"adults": "two"},
        {"children": -1},
        {"children": 9},
        {"language": "xx"},
        {"occurrence": "x"},
        {"occurrence": -1},
        {"occurrence": 10**30},
        {"form_key": "short"},
        {"form_key": "<script>alert(1)</script>"},
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_typed_is_lost(client, occurrence, changes) -> None:
    response = posted(client, occurrence, **changes)
    assert response.status_code == 400
    assert not Registration.objects.exists()
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("form", method="post")
    kept = "ada@example.org" if "email" not in changes else "Ada Lovelace"
    assert page.find("input", value=kept)


def test_a_date_of_another_event(client, occurrence) -> None:
    other = OccurrenceFactory()
    assert posted(client, occurrence, occurrence=other.pk).status_code == 404
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "cancelled"}, "This date is cancelled"),
        ({"event__state": "cancelled"}, "This event is cancelled"),
        ({"event__registration_needed": False}, "You need not register"),
        ({"event__opens_days_before": 2}, "Registration is not open yet"),
        ({"event__closes_hours_before": 240}, "Registration is closed"),
        ({"starts_at": NOW - timedelta(days=9)}, "This event is over"),
    ],
)
@pytest.mark.usefixtures("db", "clock")
def test_where_one_cannot_register_the_page_says_why(client, facts, words) -> None:
    shown = OccurrenceFactory(**facts)
    page = client.get(address(shown)).content.decode()
    assert words in page
    assert 'name="email"' not in page
    response = posted(client, shown)
    assert response.status_code == 409
    assert words in response.content.decode()
    assert not Registration.objects.exists()


def test_an_event_without_a_date(client, db, clock) -> None:
    event = EventFactory()
    response = client.get(event.get_absolute_url())
    assert "No date is announced yet" in response.content.decode()


def test_the_date_in_the_address_is_the_one_in_the_form(client, occurrence) -> None:
    later = OccurrenceFactory(event=occurrence.event, starts_at=NOW + timedelta(days=20))

    for number in range(12):
        OccurrenceFactory(event=occurrence.event, starts_at=NOW + timedelta(days=8, hours=number))

    def chosen(query: str) -> str:
        page = BeautifulSoup(client.get(address(occurrence) + query).content, "html.parser")
        return page.find("input", attrs={"name": "occurrence"})["value"]

    assert chosen(f"?date={later.pk}") == str(later.pk)
    assert chosen("?date=no-date") == chosen("?date=") == str(occurrence.pk)


def test_each_form_has_a_key_of_its_own(client, occurrence) -> None:
    def key() -> str:
        page = BeautifulSoup(client.get(address(occurrence)).content, "html.parser")
        return page.find("input", attrs={"name": "form_key"})["value"]

    assert key() != key()


def test_the_joining_link_is_not_on_the_page(client, db, clock) -> None:
    online = OccurrenceFactory(
        event__attendance="online", event__place=None, event__joining_link=JOIN
    )
    response = client.get(address(online))
    assert JOIN not in response.content.decode()
    (event,) = data_of(response)["@graph"]
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert event["location"]["@type"] == "VirtualLocation"


def test_search_engines_are_told_what_readers_see(client, occurrence) -> None:
    event = occurrence.event
    event.name_en = "Tea & </script><b>cake</b>"
    event.save()
    Occurrence.objects.filter(pk=occurrence.pk).update(seats_taken=10)
    OccurrenceFactory(event=event, state="cancelled", starts_at=NOW + timedelta(days=9))
    first, second = data_of(client.get(address(occurrence)))["@graph"]
    assert first["name"] == event.name_en
    assert first["startDate"] == "2027-03-08T14:00:00+01:00"
    assert first["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["offers"]["availability"] == "https://schema.org/SoldOut"
    assert first["location"]["address"]["postalCode"] == "9000"
    assert second["eventStatus"] == "https://schema.org/EventCancelled"


def test_the_data_for_search_engines_needs_no_hole_in_the_policy(client, occurrence) -> None:
    policy = client.get(address(occurrence))["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_too_many_registrations_of_one_address(client, occurrence, settings) -> None:
    settings.REGISTRATIONS_PER_MAIL_PER_DAY = 1
    comes(OccurrenceFactory(event=occurrence.event, starts_at=NOW + timedelta(days=9)))
    response = posted(client, occurrence)
    assert response.status_code == 429
    assert "Try again tomorrow" in response.content.decode()


def test_too_many_registrations_from_one_network_lose_nothing(client, occurrence, settings) -> None:
    settings.REGISTRATIONS_PER_ADDRESS_PER_HOUR = 1
    comes(occurrence, "first", address="127.0.0.1")
    response = posted(client, occurrence)
    assert response.status_code == 429
    page = response.content.decode()
    assert "from your network" in page
    assert 'value="ada@example.org"' in page


def test_the_number_of_queries_does_not_grow(client, occurrence) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address(occurrence))
        return len(captured)

    one = queries()
    for number in range(4):
        OccurrenceFactory(event=occurrence.event, starts_at=NOW + timedelta(days=9 + number))
    assert queries() == one

"""Announcing an event and changing what is told about it."""

from datetime import time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.models import Event
from services.models import Place
from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory, ThemeFactory
from tests.strict_client import StrictClient


def told(**changes) -> dict[str, object]:
    given = {
        "name_en": "Coffee for newcomers",
        "name_nl": "Koffie voor nieuwkomers",
        "summary_en": "Meet people.",
        "kind": "networking",
        "spoken_languages": ["en", "nl"],
        "theme": "",
        "attendance": "on-site",
        "place_name": "The club",
        "street_address": "Kouter 29",
        "postal_code": "9000",
        "locality": "Gent",
        "price": "0",
        "registration_needed": "on",
        "capacity": "12",
        "closes_hours_before": "0",
        "day": "2027-03-13",
        "begins": "19:30",
        "ends": "21:00",
        "repeats": "",
        "as": "published",
    }
    return {**given, **changes}


@pytest.fixture
def new_url(organiser) -> str:
    return reverse("events:organising:new", args=[organiser.slug])


def key_of(response) -> str:
    page = BeautifulSoup(response.content, "html.parser")
    return page.select_one("[name=form_key]")["value"]


def made() -> Event:
    return Event.objects.get(name_en="Coffee for newcomers")


def test_an_event_publishes_itself(browser, new_url, organiser) -> None:
    theme = ThemeFactory(slug="people")
    response = browser.post(new_url, told(theme="people"))
    event = made()
    assert response["Location"] == reverse("events:organising:event", args=[event.public_id])
    assert (event.state, event.organisation) == ("published", organiser)
    assert (event.slug, list(event.themes.all())) == ("coffee-for-newcomers", [theme])
    date = event.occurrences.get()
    assert f"{date.local_start:%Y-%m-%d %H:%M}–{date.local_end:%H:%M}" == "2027-03-13 19:30–21:00"
    assert date.capacity == 12
    assert StrictClient().get(event.get_absolute_url()).status_code == 200
    assert "Coffee for newcomers" in StrictClient().get("/en/events/?q=coffee").content.decode()


def test_a_form_sent_twice_is_one_event(browser, new_url) -> None:
    sent = told(form_key=key_of(browser.get(new_url)))
    first, second = (browser.post(new_url, sent)["Location"] for _time in range(2))
    assert first == second
    assert made().occurrences.count() == 1


def test_two_forms_that_say_the_same_are_two_events(browser, new_url) -> None:
    for _time in range(2):
        browser.post(new_url, told(form_key=key_of(browser.get(new_url))))
    assert Event.objects.filter(name_en="Coffee for newcomers").count() == 2


def test_a_draft_is_seen_by_nobody_until_it_is_published(browser, new_url) -> None:
    browser.post(new_url, told(**{"as": "draft"}))
    event = made()
    assert StrictClient().get(event.get_absolute_url()).status_code == 404
    browser.post(reverse("events:organising:publish", args=[event.public_id]))
    assert StrictClient().get(event.get_absolute_url()).status_code == 200


def test_what_the_editors_took_offline_the_organiser_does_not_put_back(browser, event) -> None:
    Event.objects.update(state="hidden")
    browser.post(reverse("events:organising:publish", args=[event.public_id]))
    assert Event.objects.get().state == "hidden"
    page = browser.get(reverse("events:organising:event", args=[event.public_id]))
    assert "took this offline" in page.content.decode()


@pytest.mark.parametrize(
    ("repeats", "rule"),
    [("weekly", "FREQ=WEEKLY;BYDAY=SA"), ("monthly", "FREQ=MONTHLY;BYDAY=2SA")],
)
def test_it_may_recur(browser, new_url, repeats: str, rule: str) -> None:
    browser.post(new_url, told(repeats=repeats, until="2027-06-30"))
    event = made()
    assert (event.rule, event.start_time, event.duration_minutes) == (rule, time(19, 30), 90)
    days = [f"{date.local_start:%m-%d}" for date in event.occurrences.in_order()]
    assert days[0] == "03-13"
    assert all("03-13" <= day <= "06-30" for day in days)
    assert len(days) == {"weekly": 16, "monthly": 4}[repeats]


def test_two_of_one_name_have_two_addresses(browser, new_url) -> None:
    browser.post(new_url, told())
    browser.post(new_url, told(name_nl="Nog eens"))
    slugs = Event.objects.filter(name_en="Coffee for newcomers").values_list("slug", flat=True)
    assert set(slugs) == {"coffee-for-newcomers", "coffee-for-newcomers-2"}


def test_a_new_place_is_kept_as_told_and_used_again(browser, new_url, organiser) -> None:
    gent = MunicipalityFactory(postcodes=["9999"])
    browser.post(new_url, told(postal_code="9999"))
    browser.post(new_url, told(postal_code="9999", name_en="Second"))
    place = Place.objects.get(name="The club")
    assert (place.municipality, place.verified, place.source) == (gent, False, organiser.name)


def test_a_known_place_is_chosen(browser, new_url, event) -> None:
    browser.post(new_url, told(place=event.place_id, place_name=""))
    assert made().place == event.place


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name_en": "", "name_nl": ""}, "Give the event a name in English or Dutch."),
        ({"place_name": ""}, "Choose a place"),
        ({"locality": ""}, "In which town"),
        ({"postal_code": "90"}, "four digits"),
        ({"place": "99999"}, "valid choice"),
        ({"kind": "orgy"}, "valid choice"),
        ({"spoken_languages": []}, "required"),
        ({"price": "-1"}, "greater than or equal"),
        ({"capacity": "-1"}, "greater than or equal"),
        ({"day": "2027-02-30"}, "year-month-day"),
        ({"day": "2027-02-28"}, "This day is over"),
        ({"day": "9999-01-01"}, "too far away"),
        ({"begins": "25:00"}, "hours and minutes"),
        ({"repeats": "daily"}, "valid choice"),
        ({"repeats": "weekly", "until": "2027-03-01"}, "before the first"),
        ({"joining_link": "javascript:alert(1)"}, "valid URL"),
        ({"name_en": "x" * 161}, "at most 160"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_lost(browser, new_url, wrong, says: str) -> None:
    response = browser.post(new_url, told(summary_nl="Blijft staan", **wrong))
    assert response.status_code == 400
    page = response.content.decode()
    assert says in page
    assert "Blijft staan" in page
    assert Event.objects.count() == 1


def test_an_online_event_needs_no_place(browser, new_url) -> None:
    browser.post(new_url, told(attendance="online", place_name="", locality=""))
    assert made().place is None


def test_changing_texts_keeps_address_dates_and_state(browser, event, occurrence) -> None:
    url = reverse("events:organising:edit", args=[event.public_id])
    response = browser.post(url, told(place=event.place_id, place_name=""))
    assert response.status_code == 302
    after = made()
    kept = ("slug", "public_id", "state", "organisation_id", "rule")
    assert all(getattr(after, name) == getattr(event, name) for name in kept)
    assert after.occurrences.get() == occurrence


def test_the_form_shows_what_is_known(browser, event) -> None:
    page = browser.get(reverse("events:organising:edit", args=[event.public_id]))
    assert event.name_nl in page.content.decode()


def test_an_event_past_midnight_ends_the_next_day(browser, new_url) -> None:
    browser.post(new_url, told(begins="22:00", ends="01:00"))
    date = made().occurrences.get()
    assert (date.ends_at - date.starts_at).total_seconds() == 3 * 3600


def test_an_imported_event_says_where_it_comes_from(browser, event) -> None:
    Event.objects.update(external_id="ics:1", source="calendar.example.org")
    page = browser.get(reverse("events:organising:event", args=[event.public_id]))
    assert "calendar.example.org" in page.content.decode()


def test_no_place_of_the_form_is_made_in_vain(browser, new_url) -> None:
    known = PlaceFactory(name="The club", street_address="Kouter 29")
    browser.post(new_url, told())
    assert made().place == known

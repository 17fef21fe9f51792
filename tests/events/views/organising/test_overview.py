"""The events of an organiser, and one event with its dates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import browser_of
from tests.factories.employers import a_member
from tests.factories.events import EventFactory, OccurrenceFactory, comes
from tests.factories.services import OrganisationFactory


def listed(organiser) -> str:
    return reverse("events:organising:organiser", args=[organiser.slug])


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_who_runs_one_organiser_goes_straight_there(browser, organiser) -> None:
    response = browser.get(reverse("events:organising:landing"))
    assert response["Location"] == listed(organiser)


def test_who_runs_several_chooses(organiser, event, clock) -> None:
    user = a_member(organiser, "two@club.example", role="organiser")
    other = EventFactory().organisation
    other.memberships.create(user=user, role="organiser", valid_from="2020-01-01")
    page = words(browser_of(user).get(reverse("events:organising:landing")))
    assert organiser.name in page
    assert other.name in page


def test_the_list_says_who_comes_next_and_nothing_of_others(browser, organiser, occurrence) -> None:
    comes(occurrence, adults=2)
    foreign = OccurrenceFactory()
    page = words(browser.get(listed(organiser)))
    assert occurrence.event.name_en in page
    assert "2 people" in page
    assert foreign.event.name_en not in page


def test_an_organiser_without_events_is_led_on(db, clock) -> None:
    organiser = OrganisationFactory()
    user = a_member(organiser, "new@club.example", role="organiser")
    page = words(browser_of(user).get(listed(organiser)))
    assert reverse("events:organising:new", args=[organiser.slug]) in page


def test_the_event_shows_its_dates(browser, event, occurrence) -> None:
    comes(occurrence, "all", adults=6, children=4)
    comes(occurrence, "late")
    page = words(browser.get(reverse("events:organising:event", args=[event.public_id])))
    assert "10 of 10 seats" in page
    assert "1 household waits" in page


def test_dates_that_are_over_have_their_own_list(browser, event, occurrence, clock) -> None:
    url = reverse("events:organising:event", args=[event.public_id])
    clock.move_to(occurrence.ends_at)
    guests = reverse("events:organising:guests", args=[occurrence.pk])
    assert guests not in words(browser.get(url))
    assert guests in words(browser.get(url, {"past": "1"}))


@pytest.mark.parametrize("page", ["organiser", "event"])
def test_the_number_of_queries_does_not_grow(browser, organiser, event, page: str) -> None:
    key = {"organiser": organiser.slug, "event": event.public_id}[page]
    url = reverse(f"events:organising:{page}", args=[key])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        return len(captured)

    few = queries()
    for _ in range(2):
        OccurrenceFactory(event=event)
        OccurrenceFactory(event=EventFactory(organisation=organiser))
    assert queries() == few


def test_my_rotonde_leads_there(browser, organiser) -> None:
    assert listed(organiser) in words(browser.get(reverse("my:overview")))

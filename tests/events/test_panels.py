"""What events say on the pages of others."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from events import panels
from events.models import Occurrence
from rotonde.accounts.models import User
from tests.factories.events import NOW, OccurrenceFactory, comes
from tests.factories.region import MunicipalityFactory
from tests.factories.services import ServiceFactory

REQUEST = RequestFactory().get("/en/")


def html(panel) -> str:
    return render_to_string(panel.template, {"panel": panel.context})


def test_home_shows_the_next_three_events_each_once(db, clock) -> None:
    first = OccurrenceFactory(starts_at=NOW + timedelta(days=1))
    OccurrenceFactory(event=first.event, starts_at=NOW + timedelta(days=2))
    others = [OccurrenceFactory(starts_at=NOW + timedelta(days=3 + n)) for n in range(3)]
    panel = panels.who_welcomes_me(REQUEST, None)
    assert panel.context["dates"] == [first, *others[:2]]
    assert html(panel).count("event-card__time") == 3


def test_what_does_not_take_place_welcomes_nobody(db, clock) -> None:
    OccurrenceFactory(state="cancelled")
    OccurrenceFactory(event__state="draft")
    OccurrenceFactory(starts_at=NOW - timedelta(hours=1))
    assert panels.who_welcomes_me(REQUEST, None) is None


def test_home_carries_the_panel(client, occurrence) -> None:
    assert occurrence.event.name_en in client.get("/en/").content.decode()


def test_a_municipality_shows_what_is_near_or_what_there_is(occurrence) -> None:
    town = occurrence.event.place.municipality
    assert panels.in_your_municipality(REQUEST, town).context["is_local"] is True
    elsewhere = panels.in_your_municipality(REQUEST, MunicipalityFactory())
    assert elsewhere.context["is_local"] is False
    assert occurrence.event.name_en in html(elsewhere)


def test_a_service_shows_the_events_of_its_organisation(occurrence) -> None:
    own = ServiceFactory(organisation=occurrence.event.organisation)
    assert occurrence.event.name_en in html(panels.from_this_organisation(REQUEST, own))
    assert panels.from_this_organisation(REQUEST, ServiceFactory()) is None


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_user("ada@example.org", "secret")


def test_my_events_are_mine(occurrence: Occurrence, ada: User) -> None:
    mine = comes(occurrence, account=ada)
    comes(occurrence, "eve")
    panel = panels.my_events(REQUEST, ada)
    assert panel.context["coming"] == [mine]
    assert mine.code in html(panel)


def test_an_address_typed_by_somebody_is_not_shown_to_be_mine(occurrence, ada: User) -> None:
    comes(occurrence, email="ada@example.org")
    assert panels.my_events(REQUEST, ada).context["coming"] == []

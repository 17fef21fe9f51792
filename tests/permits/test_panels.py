"""What the appointment desk says on other pages."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from permits.models import Shift
from permits.panels import (
    booking_at_this_desk,
    booking_where_you_live,
    first_free_here,
    next_free_visit,
)
from rotonde.organisations.models import Organisation
from services.models import Channel, Place, Service
from tests.factories.centers import World, open_center

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> World:
    return open_center(at=NOW)


@pytest.fixture
def request_() -> object:
    return RequestFactory().get("/en/")


def html(panel) -> str:
    return render_to_string(panel.template, {"panel": panel.context})


def test_home_names_the_next_free_visit(world, request_):
    panel = next_free_visit(request_, None)
    assert panel.context["start"] == world.at(0, 8, 50)
    assert "08:50" in html(panel)
    assert f"{reverse('permits:times')}?municipality=44021" in html(panel)


def test_home_asks_the_timetable_once_a_minute(world, request_, django_assert_num_queries):
    next_free_visit(request_, None)
    with django_assert_num_queries(0):
        next_free_visit(request_, None)


def test_a_center_without_free_time_stays_silent(world, request_, django_assert_num_queries):
    Shift.objects.all().delete()
    assert next_free_visit(request_, None) is None
    with django_assert_num_queries(0):
        assert next_free_visit(request_, None) is None


def test_a_portal_without_centers_stays_silent(db, request_):
    assert next_free_visit(request_, None) is None


def test_where_a_center_may_act_the_municipality_says_so(world, request_):
    assert "Lochristi" in html(booking_where_you_live(request_, world.lochristi))
    assert booking_where_you_live(request_, world.ronse) is None


def service_at(place: Place | None) -> Service:
    organisation = Organisation.objects.create(slug="city", name="City", kind="public")
    service = Service.objects.create(
        public_id="abcdefgh", slug="desk", organisation=organisation, name_en="Desk"
    )
    kind = "desk" if place else "phone"
    Channel.objects.create(service=service, kind=kind, place=place, position=1, phone="+32 9 1")
    return service


def test_a_service_at_the_address_of_a_center_leads_to_its_times(world, request_):
    town_hall = Place.objects.create(
        slug="town-hall", name="Town hall", street_address="Plein 1", postal_code="9000"
    )
    assert "Center Ghent" in html(booking_at_this_desk(request_, service_at(town_hall)))


def test_a_service_elsewhere_says_nothing(world, request_):
    shop = Place.objects.create(
        slug="shop", name="Shop", street_address="Plein 1", postal_code="9999"
    )
    assert booking_at_this_desk(request_, service_at(shop)) is None


def test_a_service_without_an_address_says_nothing(world, request_):
    assert booking_at_this_desk(request_, service_at(None)) is None


def test_the_popup_of_a_centers_address_names_its_first_free_time(world, request_):
    town_hall = Place.objects.create(
        slug="town-hall", name="Town hall", street_address="Plein 1", postal_code="9000"
    )
    panel = first_free_here(request_, service_at(town_hall))
    assert panel.context["start"] == world.at(0, 8, 50)
    assert "First free visit: Tuesday 2 March, 08:50" in html(panel)


def test_the_popup_of_other_services_names_none(world, request_):
    assert first_free_here(request_, service_at(None)) is None

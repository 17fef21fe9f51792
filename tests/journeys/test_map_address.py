"""What the map shows is an address: on the page, on a phone, and in somebody else's frame."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.factories.services import OrganisationFactory, desk
from tests.journeys.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server, settings) -> str:
    settings.TILE_URL = ""
    private = OrganisationFactory(kind="private")
    desk("ghent", name_en="In Ghent", organisation=private)
    desk("aalst", name_en="In Aalst", latitude=50.94, longitude=4.04, organisation=private)
    desk("public", name_en="Town hall")
    return f"{live_server.url}/en/services/"


def asked_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def steer(page: Page) -> None:
    """By keyboard into the map, and three times nearer."""
    keys = Keys(page)
    for _ in range(3):
        before = page.url
        keys.press(page.locator(".leaflet-control-zoom-in"))
        expect(page).not_to_have_url(before)


def test_where_the_map_is_moved_to_stands_in_the_address(
    desktop: Callable[..., Page], address: str
) -> None:
    page = desktop()
    page.goto(f"{address}?kind=private")
    expect(page.locator(".map-marker")).to_have_count(2)
    assert page.url == f"{address}?kind=private"
    steer(page)
    asked = asked_of(page.url)
    assert (asked["kind"], list(asked)) == (["private"], ["kind", "bbox"])
    # The list is as it was until somebody asks.
    expect(page.locator(".results__count")).to_have_text("2 services")
    west, _south, east, _north = map(float, asked["bbox"][0].split(","))
    assert 0 < east - west < 0.7
    page.goto(page.url)
    expect(page.locator(".chip", has_text="This part of the map")).to_be_visible()
    again = page.locator("#map").get_attribute("data-bounds")
    assert again == asked["bbox"][0]


def test_a_phone_remembers_that_it_shows_the_map(phone: Callable[..., Page], address: str) -> None:
    page = phone()
    page.goto(address)
    page.locator("[data-show=map]").tap()
    expect(page).to_have_url(f"{address}#map")
    page.reload()
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("[data-show=map]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-show=list]").tap()
    expect(page).to_have_url(address)


def test_a_frame_leads_on_with_what_it_shows(desktop: Callable[..., Page], address: str) -> None:
    page = desktop()
    page.goto(f"{address}frame/?kind=private")
    expect(page.locator(".map-marker")).to_have_count(2)
    everything = page.locator(".embed__all")
    expect(everything).to_have_attribute("href", "/en/services/?kind=private")
    steer(page)
    asked = asked_of(page.url)
    expect(everything).to_have_attribute("href", re.compile("bbox="))
    assert asked_of(everything.get_attribute("href") or "") == asked
    assert asked["kind"] == ["private"]

"""The nearest first: sorted in the browser, which keeps where it is to itself."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.factories.services import ServiceFactory, ThemeFactory, desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]

# Somewhere in Ghent; digits that would be recognised wherever they turned up.
HERE = {"latitude": 51.0537219, "longitude": 3.7250417}


@pytest.fixture
def address(live_server, settings) -> str:
    settings.TILE_URL = ""
    housing = ThemeFactory(slug="housing", name_en="Housing")
    desk("far", name_en="A far desk", latitude=51.09, longitude=3.74, themes=[housing])
    desk("near", name_en="B near desk", latitude=51.0545, longitude=3.7260, themes=[housing])
    desk("middle", name_en="C middle desk", latitude=51.06, longitude=3.73)
    desk("away", name_en="D in Aalst", latitude=50.94, longitude=4.04)
    ServiceFactory(name_en="E helpline", channels=[{}])
    return f"{live_server.url}/en/services/"


def titles(page: Page) -> list[str]:
    return page.locator("#found .card__title").all_inner_texts()


def allow(page: Page, where: dict[str, float] = HERE) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(where)


def test_the_nearest_come_first_and_nobody_else_learns_where(phone: Phone, address: str) -> None:
    page = phone()
    allow(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    page.goto(address)
    before = titles(page)
    assert len(before) == 5
    page.get_by_role("button", name="Nearest to me first").tap()
    status = page.locator("[data-nearby-status]")
    expect(status).to_have_text(re.compile("The nearest come first; found around you: 3"))
    assert titles(page) == ["B near desk", "C middle desk", "A far desk"]
    assert page.locator(".nearby__distance").all_inner_texts() == [
        "100 meters away in a straight line",
        "800 meters away in a straight line",
        "4.2 kilometers away in a straight line",
    ]
    assert not [url for url in asked if "51.05" in url or "3.725" in url]
    assert page.url == address
    page.get_by_role("button", name="Back to the usual order").tap()
    assert titles(page) == before
    expect(page.get_by_role("button", name="Nearest to me first")).to_be_focused()


def test_the_nearest_is_found_however_late_it_stands_in_the_list(
    phone: Phone, live_server, settings
) -> None:
    settings.TILE_URL = ""
    first, last = ThemeFactory(slug="first", position=1), ThemeFactory(slug="last", position=99)
    for number in range(149):
        desk(f"s{number}", latitude=51.06 + number / 5000, longitude=3.73, themes=[first])
    desk("z", name_en="At my door", latitude=51.0538, longitude=3.7251, themes=[last])
    page = phone()
    allow(page)
    asked: list[str] = []
    page.goto(f"{live_server.url}/en/services/", wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Nearest to me first").tap()
    expect(page.locator("[data-nearby-status]")).to_have_text(re.compile("around you: 150"))
    assert titles(page)[:2] == ["At my door", "Help s0"]
    assert len(titles(page)) == 40
    more = page.get_by_role("button", name="Show more")
    for shown in (80, 120, 150):
        more.tap()
        expect(page.locator("#found .card__title")).to_have_count(shown)
    expect(more).to_be_hidden()
    # One question for the whole of the tiles: none tells which of them turned out to be near.
    assert [urlsplit(url).path for url in asked] == ["/api/v1/services/points"]


def boxes_asked_from(phone: Phone, address: str, where: dict[str, float]) -> set[str]:
    page = phone()
    allow(page, where)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("button", name="Nearest to me first").tap()
    expect(page.locator("[data-nearby-status]")).to_have_text(re.compile("The nearest"))
    questions = [urlsplit(url) for url in asked if urlsplit(url).path.endswith("/points")]
    return {box for url in questions for box in parse_qs(url.query).get("bbox", [])}


def test_all_of_a_tile_of_five_kilometres_ask_the_same(phone: Phone, address: str) -> None:
    here = boxes_asked_from(phone, address, HERE)
    there = boxes_asked_from(phone, address, {"latitude": 51.02, "longitude": 3.7})
    assert here == there
    ((_west, south, _east, north),) = [map(float, box.split(",")) for box in here]
    kilometres = (north - south) * 111.2
    assert 15 < kilometres < 20, "the reader's tile, and one on each side"


def test_filters_stay_on(phone: Phone, address: str) -> None:
    page = phone()
    allow(page)
    page.goto(f"{address}?theme=housing")
    page.get_by_role("button", name="Nearest to me first").tap()
    expect(page.locator(".nearby__distance")).to_have_count(2)
    assert titles(page) == ["B near desk", "A far desk"]


def test_who_refuses_keeps_the_list_and_is_told_the_way_on(phone: Phone, address: str) -> None:
    page = phone()
    page.context.clear_permissions()
    page.goto(address)
    before = titles(page)
    page.get_by_role("button", name="Nearest to me first").tap()
    expect(page.locator("[data-nearby-status]")).to_have_text(
        re.compile("Allow it in its settings, or choose a municipality")
    )
    assert titles(page) == before


def test_nothing_near_leaves_the_list_as_it_was(phone: Phone, address: str) -> None:
    page = phone()
    allow(page, {"latitude": 48.85, "longitude": 2.35})
    page.goto(address)
    page.get_by_role("button", name="Nearest to me first").tap()
    expect(page.locator("[data-nearby-status]")).to_have_text(
        re.compile("None of these services has an address near you")
    )
    assert len(titles(page)) == 5


def test_it_is_not_offered_without_scripts(phone: Phone, address: str) -> None:
    page = phone(scripts=False)
    page.goto(address)
    expect(page.locator("[data-nearby]")).to_be_hidden()

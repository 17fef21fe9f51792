"""From a need to a service on list and map: by touch, by keyboard alone, and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.factories.region import MunicipalityFactory
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ScheduleFactory,
    ServiceFactory,
    ThemeFactory,
    desk,
)
from tests.journeys.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]


@pytest.fixture
def address(live_server, settings) -> str:
    """A server whose map has no tiles: the towns of our own data orient instead."""
    settings.TILE_URL = ""
    gent = MunicipalityFactory(slug="gent", name_nl="Gent", name_en="Ghent", name_ar="غنت")
    life = ThemeFactory(slug="life", name_en="Life")
    housing = ThemeFactory(slug="housing", name_en="Housing", parent=life)
    shared = PlaceFactory(name="Community house", municipality=gent)
    for name in ("Language table", "Bicycle repair", "Neighbour lunch"):
        ServiceFactory(name_en=name, name_nl=name, channels=[{"place": shared}], findable=True)
    flat = desk("flat", name_en="Find a flat", themes=[housing], municipality=gent, findable=True)
    ScheduleFactory(
        channel=flat.channels.get(),
        holidays="open",
        week=[(day, "00:00", "00:00") for day in range(1, 8)],
    )
    desk(
        "firm",
        name_en="Moving firm",
        latitude=50.94,
        longitude=4.04,
        organisation=OrganisationFactory(kind="private"),
        findable=True,
    )
    ServiceFactory(name_en="Rent helpline", channels=[{}], findable=True)
    return live_server.url


def test_by_touch_from_list_to_map_to_service(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(f"{address}/en/services/")
    expect(page.locator(".results__count")).to_have_text("6 services")
    expect(page.locator("#map")).to_be_hidden()
    page.locator("[data-show=map]").tap()
    expect(page.locator("[data-map-status]")).to_have_text("5 services in this part of the map")
    expect(page.locator(".map-town")).to_have_text(["Ghent"])
    page.get_by_role("button", name="Moving firm").tap()
    page.locator(".map-popup a").tap()
    expect(page.locator("h1")).to_have_text("Moving firm")


def test_list_and_map_step_together_and_every_state_is_an_address(
    phone: Phone, address: str
) -> None:
    page = phone()
    page.goto(f"{address}/en/services/")
    page.locator(".filters__toggle").tap()
    page.locator("#filter_theme").select_option("housing")
    expect(page.locator(".results__count")).to_have_text("1 service")
    expect(page).to_have_url(f"{address}/en/services/?theme=housing")
    page.locator("[data-show=map]").tap()
    expect(page.locator("[data-map-status]")).to_have_text("1 service in this part of the map")
    page.locator("[data-show=list]").tap()
    page.locator(".chip").tap()
    expect(page.locator(".results__count")).to_have_text("6 services")
    expect(page.locator("#filter_theme")).to_have_value("")
    page.go_back()
    expect(page.locator(".results__count")).to_have_text("1 service")


def test_the_menu_of_subjects_by_keyboard(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(f"{address}/en/services/?kind=public")
    housing = page.locator("#subject-housing")
    Keys(page).press(housing)
    expect(page.locator(".results__count")).to_have_text("1 service")
    expect(page).to_have_url(f"{address}/en/services/?kind=public&theme=housing")
    # The menu came anew with the list, and the focus is where it was.
    expect(housing).to_have_attribute("aria-current", "true")
    expect(housing).to_be_focused()
    page.locator("[data-show=map]").tap()
    expect(page.locator("[data-map-status]")).to_have_text("1 service in this part of the map")


class Rest:
    """Knows when a map stands still and shows all it has asked the server for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: set[Request] = set()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _begin(self, request: Request) -> None:
        self.asked.add(request)

    def _end(self, request: Request) -> None:
        self.asked.discard(request)

    def wait(self) -> None:
        still = 0
        while still < 3:
            self.page.wait_for_timeout(100)
            moves = self.page.locator(".leaflet-zoom-anim, .leaflet-pan-anim").count()
            still = 0 if moves or self.asked else still + 1


def to_the_community_house(page: Page, keys: Keys, rest: Rest) -> Locator:
    """From the map's first stop into its clusters until the services stand at one place."""
    together = page.get_by_role("button", name="3 services at Community house")
    for _ in range(6):
        keys.press(page.locator(".map-marker--cluster").first)
        rest.wait()
        assert page.evaluate("document.activeElement.closest('#map') !== null")
        keys.still_here()
        if together.count():
            return together
    raise AssertionError("the cluster does not open")


def test_the_map_by_keyboard_alone(phone: Phone, address: str) -> None:
    page = phone()
    keys, rest = Keys(page), Rest(page)
    page.goto(f"{address}/en/services/")
    keys.press(page.locator("[data-show=map]"))
    expect(page.get_by_role("button", name=re.compile("4 services near Gent"))).to_be_visible()
    rest.wait()
    zoom = page.locator(".leaflet-control-zoom-in")
    keys.press(zoom)
    rest.wait()
    expect(zoom).to_be_focused()
    together = to_the_community_house(page, keys, rest)
    keys.press(together)
    popup = page.get_by_role("dialog", name="3 services at Community house")
    expect(popup.locator(".map-popup__title")).to_have_text("Community house")
    expect(popup.locator("li")).to_have_count(4)
    expect(popup.locator(".map-popup__facts")).to_have_text([re.compile("Spoken: Dutch")] * 3)
    expect(page.locator(".map-popup a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(together).to_be_focused()
    keys.press(together)
    lunch = page.locator(".map-popup a", has_text="Neighbour lunch")
    expect(page.locator(".map-popup a").first).to_be_focused()
    keys.follow(lunch)
    expect(page.locator("h1")).to_have_text("Neighbour lunch")


def test_what_the_map_shows_becomes_the_list_by_keyboard_alone(phone: Phone, address: str) -> None:
    page = phone()
    keys, rest = Keys(page), Rest(page)
    page.goto(f"{address}/en/services/")
    keys.press(page.locator("[data-show=map]"))
    expect(page.locator(".map-marker--cluster")).to_be_visible()
    rest.wait()
    to_the_community_house(page, keys, rest)
    keys.go_to(page.locator("[data-map-search]"), back=True)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?bbox="))
    rest.wait()
    # The button is gone, and with the list out of sight the map takes the focus.
    expect(page.locator("#map")).to_be_focused()
    shown = page.locator("[data-map-status]").inner_text()
    keys.go_to(page.locator("[data-show=list]"), back=True)
    page.keyboard.press("Enter")
    listed = page.locator(".results__count").inner_text()
    assert shown.startswith(listed)


def test_a_link_leads_past_all_markers(phone: Phone, address: str) -> None:
    page = phone()
    keys, rest = Keys(page), Rest(page)
    page.goto(f"{address}/en/services/")
    keys.press(page.locator("[data-show=map]"))
    expect(page.locator(".map-marker").first).to_be_visible()
    rest.wait()
    keys.press(page.locator(".map-skip"))
    expect(page.locator("#map-end")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('footer') !== null")


def test_a_point_tells_who_speaks_what_and_whether_it_is_open(phone: Phone, address: str) -> None:
    page = phone()
    page.goto(f"{address}/en/services/?municipality=gent&theme=housing")
    rest = Rest(page)
    keys = Keys(page)
    keys.press(page.locator("[data-show=map]"))
    point = page.get_by_role("button", name="Find a flat")
    expect(point).to_be_visible()
    rest.wait()
    keys.press(point)
    expect(page.locator(".map-popup a").first).to_be_focused()
    expect(page.locator(".map-popup__facts")).to_contain_text("Dutch")
    expect(page.locator(".map-popup__facts")).to_contain_text("Open day and night")
    page.keyboard.press("Escape")
    expect(point).to_be_focused()


def test_in_arabic_the_map_says_what_it_says_in_arabic(phone: Phone, address: str) -> None:
    page = phone(language="ar")
    page.goto(f"{address}/ar/services/")
    page.locator("[data-show=map]").tap()
    expect(page.locator(".map-town")).to_have_text(["غنت"])
    point = page.locator(".map-marker--point").first
    expect(point).to_have_attribute("lang", "en")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_list_does_everything(phone: Phone, address: str) -> None:
    page = phone(scripts=False)
    page.goto(f"{address}/en/services/")
    expect(page.locator("#map")).to_be_hidden()
    page.locator(".filters__toggle").tap()
    page.locator("#filter_kind").select_option("private")
    page.locator("#filters .form__actions button").tap()
    expect(page.locator(".results__count")).to_have_text("1 service")
    page.locator("#filter_q").fill("flat")
    page.locator(".search__button:visible").last.tap()
    expect(page.locator(".empty__title")).to_be_visible()
    page.locator(".chip", has_text="Private").tap()
    expect(page.locator(".card__link")).to_have_text(["Find a flat"])

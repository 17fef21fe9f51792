"""When very many want a time at once: the browser works for it, or its reader waits a little."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from playwright.sync_api import Page, Request, expect

from permits.models import Visit
from permits.pressure.challenge import leading_zero_bits
from tests.factories.centers import World, open_center
from tests.journeys.test_book import fits
from tests.journeys.test_book_axe import assert_accessible
from tests.permits.views.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]
# However fast the browser: no hash begins with so many zero bits.
BITS, NEVER = 12, 250


@pytest.fixture
def world(transactional_db: None, clock, settings) -> World:
    """Each hold must be earned. The clock stands still: nobody waits for it unnoticed."""
    settings.PRESSURE_HOLDS_PER_CENTER = 0
    settings.PRESSURE_BITS, settings.PRESSURE_WAIT_SECONDS = BITS, 20
    return open_center(at=NOW)


def take_a_time(page: Page, url: str, language: str = "en") -> None:
    """A time for two adults and a child."""
    page.goto(
        f"{url}/{language}/appointments/times/"
        "?municipality=44021&need=registration,residence-permit&adults=2&children=1"
    )
    page.locator("button.slot").nth(2).tap()


def go_on(page: Page) -> None:
    page.locator("form[data-pressure] button").tap()


def test_the_browser_does_the_work_and_the_time_is_held(world: World, live_server, phone: Phone):
    page = phone(refused=429)
    sent: list[Request] = []
    page.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
    take_a_time(page, live_server.url)
    expect(page.locator("form[data-hold]")).to_be_visible()
    asked, earned = (parse_qs(each.post_data, keep_blank_values=True) for each in sent)
    assert "challenge" not in asked
    assert leading_zero_bits(earned["challenge"][0], earned["solution"][0]) >= BITS
    visit = Visit.objects.get()
    assert (visit.state, visit.attendees.count()) == ("held", 3)
    assert visit.starts_at == datetime.fromisoformat(asked["start"][0])


def test_without_scripts_the_page_says_how_long_to_wait_and_nothing_is_lost(
    world: World, live_server, phone: Phone, clock: time_machine.Traveller
):
    page = phone(scripts=False, refused=429)
    take_a_time(page, live_server.url)
    expect(page.locator("main")).to_contain_text("Wait 20 seconds")
    expect(page.locator("[data-pressure-progress]")).to_be_hidden()
    start = page.locator("[name=start]").input_value()
    # Too early is no harm: the same time, and as long to wait as before.
    clock.shift(timedelta(seconds=15))
    go_on(page)
    expect(page.locator("main")).to_contain_text("Wait 5 seconds")
    assert not Visit.objects.exists()
    clock.shift(timedelta(seconds=5))
    go_on(page)
    expect(page.locator("form[data-hold]")).to_be_visible()
    visit = Visit.objects.get()
    assert (visit.state, visit.attendees.count()) == ("held", 3)
    assert visit.starts_at == datetime.fromisoformat(start)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_while_it_works_it_says_so(  # noqa: PLR0917
    world: World, live_server, phone: Phone, settings, language: str, scheme: str
):
    settings.PRESSURE_BITS = NEVER
    page = phone(language=language, refused=429)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    take_a_time(page, live_server.url, language)
    expect(page.get_by_role("status").get_by_role("progressbar")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    assert not Visit.objects.exists()

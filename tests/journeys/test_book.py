"""From the first question to the cancelled visit, on a phone, with and without scripts."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from permits.models import Visit
from tests.factories.centers import World, open_center

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None) -> World:
    return open_center(at=timezone.now())


@pytest.fixture
def address(live_server, settings) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


def find_a_time(page: Page, address: str, language: str) -> None:
    """Three taps: where you live, show the times, a time."""
    page.goto(f"{address}/{language}/appointments/")
    page.locator("label.choice:has(input[value='44021'])").tap()
    page.locator("form.form button[type=submit]").tap()
    page.locator("button.slot").nth(2).tap()
    expect(page).to_have_url(re.compile(r"/appointments/hold/[-\w]{22}/$"))


def fill_in(page: Page) -> None:
    page.locator("[name=person_1]").fill("Ada Ng")
    page.locator("[name=email]").fill("ada@example.org")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_book_move_cancel(world: World, address: str, phone: Phone, language: str, scripts: bool):
    page = phone(language=language, scripts=scripts)
    find_a_time(page, address, language)
    direction = "rtl" if language == "ar" else "ltr"
    expect(page.locator("html")).to_have_attribute("dir", direction)
    fill_in(page)
    page.locator("[data-extend]").tap()
    # Five more minutes, and nothing typed is lost, with scripts or without.
    expect(page.locator("[name=person_1]")).to_have_value("Ada Ng")
    page.locator("form[data-hold] .button--large").tap()
    expect(page).to_have_url(re.compile(rf"/{language}/appointments/v/[-\w]{{22}}/$"))
    visit = Visit.objects.get()
    assert (visit.state, visit.name, visit.extensions) == ("booked", "Ada Ng", 1)
    expect(page.locator(".ticket__code")).to_have_text(visit.ticket)

    link = page.url
    page.locator(f"a[href$='{visit.code}/move/']").tap()
    page.locator("button.slot").nth(6).tap()
    expect(page).to_have_url(link)
    moved = Visit.objects.get()
    assert moved.sequence == 1
    assert moved.first_cell != visit.first_cell

    page.locator(f"a[href$='{visit.code}/cancel/']").tap()
    page.locator(".button--danger").tap()
    expect(page).to_have_url(link)
    assert Visit.objects.get().state == "cancelled"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_the_phone(world: World, address: str, phone: Phone, language: str):
    page = phone(language=language)
    find_a_time(page, address, language)
    assert fits(page)
    fill_in(page)
    page.locator("[name=person_1]").fill("Maria-Magdalena " + "Vandenbroucke-Vandenbossche" * 3)
    page.locator("form[data-hold] .button--large").tap()
    expect(page.locator(".ticket__code")).to_be_visible()
    assert fits(page)
    for path in ("", "times/?municipality=44021&need=renewal&adults=4&children=4"):
        page.goto(f"{address}/{language}/appointments/{path}")
        assert fits(page)


def test_the_last_minute_is_announced_and_more_time_calms(world: World, address: str, phone: Phone):
    page = phone()
    page.clock.install()
    find_a_time(page, address, "en")
    warning = page.locator("[data-countdown-warning]")
    countdown = page.locator("[data-countdown]")
    expect(page.locator("[data-countdown-clock]")).to_have_text(re.compile(r"^(10:00|9:\d\d)$"))
    expect(warning).to_be_hidden()
    page.clock.fast_forward("09:05")
    expect(countdown).to_have_attribute("data-state", "warning")
    assert warning.get_attribute("hidden") is None
    page.locator("[data-extend]").tap()
    expect(countdown).to_have_attribute("data-state", "running")
    assert warning.get_attribute("hidden") is not None
    page.clock.fast_forward("06:00")
    expect(countdown).to_have_attribute("data-state", "expired")


def test_back_from_the_form_the_same_time_can_be_taken_again(
    world: World, address: str, phone: Phone
):
    page = phone()
    find_a_time(page, address, "en")
    page.go_back()
    page.locator("button.slot").nth(2).tap()
    expect(page).to_have_url(re.compile(r"/appointments/hold/[-\w]{22}/$"))
    assert Visit.objects.filter(state="held").count() == 1


def test_enter_confirms_and_does_not_extend(world: World, address: str, phone: Phone):
    page = phone()
    find_a_time(page, address, "en")
    fill_in(page)
    page.locator("[name=email]").press("Enter")
    expect(page.locator(".ticket__code")).to_be_visible()
    assert Visit.objects.get().extensions == 0


def test_somewhere_else_opens_the_field_and_finds_the_place(
    world: World, address: str, phone: Phone
):
    page = phone()
    page.goto(f"{address}/en/appointments/")
    place = page.locator("[name=place]")
    expect(place).to_be_hidden()
    page.locator("label.choice:has([data-elsewhere])").tap()
    place.fill("9600")
    page.locator("form.form button[type=submit]").tap()
    expect(page.locator("h1")).to_contain_text("Your municipality helps you itself")


def test_every_language_reaches_the_times(world: World, address: str, phone: Phone):
    page = phone()
    for code, _name in settings.LANGUAGES:
        page.goto(f"{address}/{code}/appointments/times/?municipality=44021&need=renewal")
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator("button.slot").first).to_be_visible()

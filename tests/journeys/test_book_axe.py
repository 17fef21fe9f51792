"""The pages of a booking hold what assistive technology needs (axe-core, WCAG 2.2 AA)."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from tests.factories.centers import open_center

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.response["passes"]
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_a_booking(
    transactional_db, live_server, phone: Callable[..., Page], language: str, scheme: str
):
    open_center(at=timezone.now())
    flow = f"{live_server.url}/{language}/appointments/"
    page = phone(language=language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in ("", "times/?municipality=45041&need=renewal"):
        page.goto(flow + path)
        assert_accessible(page)
    page.goto(f"{flow}times/?municipality=44021&need=registration,residence-permit&children=2")
    assert_accessible(page)
    page.locator("button.slot").first.tap()
    page.wait_for_selector("[data-hold]")
    assert_accessible(page)
    for number in (1, 2, 3):
        page.locator(f"[name=person_{number}]").fill(f"Person {number}")
    page.locator("[name=email]").fill("ada@example.org")
    page.locator("form[data-hold] .button--large").tap()
    page.wait_for_selector(".ticket__code")
    assert_accessible(page)
    link = page.url
    for path in ("move/", "cancel/"):
        page.goto(link + path)
        assert_accessible(page)
    page.locator(".button--danger").tap()
    page.wait_for_url(link)
    assert_accessible(page)

"""My menu with scripts: no page is left, the number is told, and the focus is never lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_gathered_ordered_and_brought_back(portal: Portal, desktop: Callable[[], Page]) -> None:
    page = desktop()
    page.goto(f"{portal.url}/en/services/")
    for number in (1, 2):
        page.locator("main button[name=add]").first.press("Enter")
        expect(page.locator("#menu-count [aria-hidden]")).to_have_text(str(number))
        expect(page.locator("main button[name=remove]")).to_have_count(number)
    expect(page.locator("#menu-said")).to_have_text("Your menu has 2 entries.")
    expect(page).to_have_url(f"{portal.url}/en/services/")

    page.goto(f"{portal.url}/en/menu/")
    titles = page.locator(".menu-entry__title")
    first, second = titles.all_inner_texts()
    down = page.locator("button[name=down]").first
    key = down.get_attribute("id")
    down.press("Enter")
    expect(titles).to_have_text([second, first])
    expect(page.locator(f"#{key}")).to_be_focused()

    page.locator("button[name=remove]").first.press("Enter")
    expect(titles).to_have_text([first])
    undo = page.locator("button[name=restore]")
    expect(undo).to_be_focused()
    undo.press("Enter")
    expect(titles).to_have_text([second, first])

"""The frame of every page, with whatever letters the machine has."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_header_is_one_row_on_a_laptop(portal: Portal, desktop: Callable[..., Page]):
    page = desktop()
    page.goto(f"{portal.url}/en/events/")
    parts = page.locator(".site-header__bar > *:visible")
    middles = parts.evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect())"
        ".map(box => Math.round((box.top + box.bottom) / 2))"
    )
    assert len(middles) == 6
    assert max(middles) - min(middles) <= 2

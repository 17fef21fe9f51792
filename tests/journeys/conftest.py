"""A real Chromium against a real server, for journeys from the first page to the last."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.accounts.conftest import _quick_hashes, code, postbox
from tests.journeys.portal import Portal, open_portal
from tests.permits.views.conftest import clock

__all__ = ["_quick_hashes", "clock", "code", "postbox"]

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
# A page that takes its time on a busy machine is not a broken one (ms).
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread; the test's own database calls are not in it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def windows(chromium: Browser, **shape: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages; script errors and refused resources fail the test at its end.

    A page that is itself a refusal (its status `refused`) is not one of those.
    """
    pages: list[Page] = []
    complaints: list[str] = []

    def opened(*, language: str = "en", scripts: bool = True, refused: int = 0) -> Page:
        context = chromium.new_context(locale=language, java_script_enabled=scripts, **shape)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and f"a status of {refused} " not in said.text
                else None
            ),
        )
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert not complaints


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    yield from windows(chromium, viewport=PHONE, has_touch=True)


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Callable[..., Page]]:
    yield from windows(chromium, viewport=DESKTOP, reduced_motion="reduce")


@pytest.fixture
def portal(live_server, transactional_db: None, postbox, settings) -> Portal:
    settings.SITE_URL, settings.TILE_URL = live_server.url, ""
    return open_portal(live_server.url)

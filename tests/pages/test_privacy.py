"""The privacy page tells what the portal does: its numbers are those the portal goes by."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events import personal_data as events
from permits import personal_data as permits
from rotonde.common.languages import CODES
from rotonde.pages import privacy as page_of
from rotonde.pages.privacy import spell
from rotonde.search import misses
from services.menus import browser
from services.menus.reading import ref_to
from services.proposals import personal_data as proposals
from tests.factories.services import desk

pytestmark = pytest.mark.django_db


def told(client, language: str = "en") -> str:
    page = BeautifulSoup(client.get(f"/{language}/privacy/").content, "html.parser")
    return page.main.get_text(" ", strip=True)


@pytest.mark.parametrize(
    "name",
    [
        "VISIT_RETENTION_DAYS",
        "WAITING_RETENTION_DAYS",
        "REGISTRATION_RETENTION_DAYS",
        "HIRE_RETENTION_DAYS",
        "UNANSWERED_HIRE_DAYS",
        "MESSAGE_RETENTION_DAYS",
        "UNCONFIRMED_ACCOUNT_DAYS",
        "SIGN_IN_LOG_DAYS",
    ],
)
def test_every_retention_is_the_one_that_is_set(client, settings, name: str) -> None:
    assert "4321 days" not in told(client)
    setattr(settings, name, 4321)
    assert "4321 days" in told(client)


@pytest.mark.parametrize("name", ["SESSION_COOKIE_AGE", "CSRF_COOKIE_AGE"])
def test_cookies_live_as_long_as_is_said(client, settings, name: str) -> None:
    setattr(settings, name, 4321 * 86_400)
    assert "4321 days" in told(client)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (browser, "KEPT"),
        (misses, "KEPT"),
        (proposals, "KEPT"),
        (page_of, "HOLD_TRACES"),
        (page_of, "TRACES"),
    ],
)
def test_what_no_setting_decides_is_read_where_it_is_decided(
    client, monkeypatch, module, name: str
) -> None:
    monkeypatch.setattr(module, name, timedelta(days=4321))
    assert "4321 days" in told(client)


def test_traces_are_those_of_the_purge() -> None:
    assert page_of.HOLD_TRACES is permits.HOLD_TRACES
    assert page_of.TRACES is events.TRACES


def test_the_menu_cookie_lives_as_long_as_is_said(client) -> None:
    ref = str(ref_to(desk("flat")))
    client.post(reverse("services:menu-put", args=[ref]), {"add": ref})
    assert client.cookies["menu"]["max-age"] == browser.KEPT.total_seconds()


def test_an_access_log_is_admitted(client, settings) -> None:
    settings.ACCESS_LOG = ""
    assert "Rotonde does not log who opens what." in told(client)
    settings.ACCESS_LOG = "-"
    assert "Which network address opened which page" in told(client)


def test_who_draws_the_map_is_named(client, settings) -> None:
    settings.TILE_URL = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
    assert "comes from tiles.example.org," in told(client)
    settings.TILE_URL = ""
    assert "background of the map" not in told(client)


def test_whom_to_write_to(client, settings) -> None:
    settings.PRIVACY_EMAIL = "ask@example.org"
    page = BeautifulSoup(client.get(reverse("privacy")).content, "html.parser")
    assert page.select_one("main a[href^=mailto]")["href"] == "mailto:ask@example.org"


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (90, "90 days"), (365, "1 year"), (730, "2 years")]
)
def test_a_span_in_words(days: int, words: str) -> None:
    assert spell(timedelta(days)) == words


@pytest.mark.parametrize("language", CODES)
def test_every_page_leads_to_it_in_its_language(client, language: str) -> None:
    page = BeautifulSoup(client.get(f"/{language}/").content, "html.parser")
    assert page.select_one(f"footer a[href='/{language}/privacy/']")
    assert client.get(f"/{language}/privacy/").status_code == 200


def test_it_sets_no_cookie_and_asks_the_database_nothing(client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/en/privacy/")
    assert not response.cookies

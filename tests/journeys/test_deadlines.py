"""From a few answers to a list that stays: with and without scripts, in a real browser."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.deadlines import RuleFactory
from tests.factories.guides import GuideFactory
from tests.journeys.test_book_axe import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rules(transactional_db) -> None:
    RuleFactory(title_en="Register", explanation_en="Any purpose of stay.", guide=GuideFactory())
    RuleFactory(title_en="Renew", anchors=["card_expiry"], before=True, due_unit="days")


def answer(page: Page, url: str) -> None:
    page.goto(f"{url}/en/deadlines/")
    page.get_by_label("Another country").check()
    page.get_by_label("Study").check()
    page.get_by_label("Arrival in Belgium").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Show my deadlines").click()


def test_kept_in_this_browser_only_when_asked_and_forgotten_again(
    rules, live_server, phone: Callable[..., Page]
) -> None:
    page = phone()
    answer(page, live_server.url)
    expect(page.locator("article.deadline h3")).to_have_text("Register")
    assert page.evaluate("localStorage.getItem('deadlines')") is None
    page.get_by_role("button", name="Keep in this browser").click()
    expect(page.get_by_text("kept in this browser only")).to_be_visible()
    page.goto(f"{live_server.url}/en/deadlines/")
    page.get_by_role("link", name="Show it").click()
    expect(page.locator("article.deadline h3")).to_have_text("Register")
    page.get_by_role("button", name="Remove it from this browser").click()
    assert page.evaluate("localStorage.getItem('deadlines')") is None
    page.goto(f"{live_server.url}/en/deadlines/")
    expect(page.get_by_role("link", name="Show it")).to_be_hidden()


def test_without_scripts_a_missing_date_is_added_to_the_list(
    rules, live_server, phone: Callable[..., Page]
) -> None:
    page = phone(scripts=False)
    answer(page, live_server.url)
    expiry = timezone.localdate() + timedelta(200)
    asked = page.get_by_role("region", name="Give us these dates")
    asked.get_by_label("Expiry date of your card").fill(expiry.isoformat())
    asked.get_by_role("button", name="Add these dates").click()
    expect(page.locator("article.deadline h3")).to_have_text(["Register", "Renew"])
    expect(page.get_by_role("button", name="Keep in this browser")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_list_and_the_card_are_accessible(
    rules, live_server, phone: Callable[..., Page], language: str, scheme: str
) -> None:
    page = phone(language=language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    today = timezone.localdate()
    dates = f"arrival={today}&card_expiry={today + timedelta(200)}"
    for query in ("", f"?group=non-eu&basis=work&{dates}"):
        page.goto(f"{live_server.url}/{language}/deadlines/{query}")
        assert_accessible(page)
    guide = GuideFactory(steps=[{"title_en": "Go", "text_en": "To the town hall."}])
    page.goto(f"{live_server.url}/{language}/guides/{guide.slug}-{guide.public_id}/")
    assert_accessible(page)

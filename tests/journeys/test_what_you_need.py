"""From the first question to a held time, on a phone, by thumb and by keyboard."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from permits import booking
from permits.eligibility.publishing import publish
from permits.free_times import free_starts
from permits.models import Visit
from permits.parties import Party, Person
from tests.factories.centers import World, open_center
from tests.factories.deadlines import RuleFactory
from tests.factories.permits import WEB
from tests.permits.eligibility.books import bookable, draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None) -> World:
    made = open_center(at=timezone.now())
    RuleFactory(code="R3")
    publish(version=draft(bookable()).version, revision=0, by=None, at=timezone.now())
    return made


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_from_the_first_question_to_a_held_time(
    world: World, live_server, phone: Phone, language: str, scripts: bool
):
    page = phone(language=language, scripts=scripts)
    page.goto(f"{live_server.url}/{language}/appointments/")
    page.locator("a[href$='/appointments/what-you-need/']").first.tap()
    page.locator("a.choice[href*='topic=arrive']").tap()
    page.locator("a.choice[href*='group=eu']").tap()
    page.locator("label.choice:has(input[value='44087'])").tap()
    page.locator("form.form button[type=submit]").tap()
    page.locator("select[name=adults]").select_option("2")
    page.locator("form.form button[type=submit]").tap()
    expect(page.locator(".panel--accent a.button")).to_be_visible()
    assert fits(page)
    page.go_back()
    page.go_forward()
    page.reload()
    page.locator(".panel--accent a.button").tap()
    page.locator("button.slot").nth(2).tap()
    expect(page).to_have_url(re.compile(r"/appointments/hold/[-\w]{22}/$"))
    visit = Visit.objects.get()
    assert visit.municipality == world.lochristi
    assert visit.attendees.count() == 2
    assert visit.answers == {"topic": "arrive", "group": "eu"}
    assert visit.rule_set.version == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_who_booked_without_them_gets_to_a_list_of_their_own(
    world: World, live_server, phone: Phone, language: str, scripts: bool
):
    page = phone(language=language, scripts=scripts)
    visit = _a_family(world)
    page.goto(f"{live_server.url}/{language}/appointments/v/{visit.code}/")
    expect(page.locator("#papers details.bundle[open]")).to_have_count(0)
    assert fits(page)
    page.locator("#papers a.button").tap()
    page.locator("a.choice[href*='topic=arrive']").tap()
    page.locator("a.choice[href*='group=eu']").tap()
    expect(page.locator("main input[name=told]")).to_be_attached()
    assert fits(page)
    page.locator("main form button[type=submit]").tap()
    expect(page.locator("#papers details.bundle[open] .ready-paper")).to_have_count(1)
    expect(page.locator("#papers a.button")).to_have_count(0)
    visit.refresh_from_db()
    assert visit.answers == {"topic": "arrive", "group": "eu"}


def _a_family(world: World) -> Visit:
    """An adult and a child, booked without a question."""
    both = ("registration", "residence-permit")
    party = Party((Person("adult", both), Person("child", both)))
    now = timezone.now()
    free = free_starts(world.center, party, first_day=world.days[0], days=9, at=now).starts
    held = booking.hold(center=world.center, party=party, start=free[0].start, at=now, **WEB)
    return booking.confirm(
        code=held.code, name="Ada", email="ada@example.org", language="en", at=now
    ).visit


def test_the_answers_are_reached_and_given_by_keyboard(world: World, live_server, phone: Phone):
    page = phone()
    page.goto(f"{live_server.url}/en/appointments/what-you-need/")
    answer = page.locator("a.choice").first
    for _press in range(40):
        page.keyboard.press("Tab")
        if answer.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?topic=arrive$"))

"""An employer registers a hire, the hire decides, the employer books: by keyboard, no scripts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from rotonde.accounts.models import User
from rotonde.employers.models import Hire, Shares
from tests.factories.centers import World, open_center
from tests.factories.employers import OrganisationFactory, a_hire, a_member, booked_for
from tests.journeys.keys import Keys
from tests.journeys.test_book_axe import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None) -> World:
    return open_center(at=timezone.now())


@pytest.fixture
def hr(transactional_db: None) -> User:
    return a_member(OrganisationFactory(slug="acme", name="Acme"), "hr@acme.example")


@pytest.fixture
def address(live_server, settings) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


def sign_in(page: Page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def day(number: int) -> str:
    """A day as it is typed into a date field of an English browser."""
    return f"{timezone.localdate() + timedelta(number):%m%d%Y}"


def test_register_accept_book(world: World, hr: User, address: str, phone: Phone):
    office = phone(scripts=False)
    keys = Keys(office)
    sign_in(office, hr, address)
    office.goto(f"{address}/en/employers/")
    keys.follow(office.locator("main a[href$='/register/']").first)
    expect(office).to_have_url(re.compile(r"/of/acme/register/$"))
    keys.write(office.locator("form[method=post] [name=name]"), "Ana Silva")
    keys.write(office.locator("form[method=post] [name=email]"), "ana@example.org")
    keys.write(office.locator("[name=language]"), "Esp")
    keys.write(office.locator("form[method=post] [name=starts_on]"), day(30))
    keys.choose(office.locator("[name=nationality_group]"), "other")
    keys.send()
    expect(office.locator("h1")).to_have_text("Ana Silva")
    hire = Hire.objects.get()
    assert (hire.language, hire.nationality_group) == ("es", "other")
    assert hire.starts_on == timezone.localdate() + timedelta(30)

    at_home = phone(language="es", scripts=False)
    their_keys = Keys(at_home)
    at_home.goto(f"{address}/es/employers/invitation/{hire.code}/")
    expect(at_home.locator("html")).to_have_attribute("lang", "es")
    their_keys.choose(at_home.locator("[name=shares]"), "date")
    their_keys.follow(at_home.locator("main .button--large"))
    expect(at_home.locator(".notice--success")).to_be_visible()
    assert Hire.objects.get().shares == Shares.DATE

    office.reload()
    keys.follow(office.locator("main a.button[href$='/visit/']"))
    keys.choose(office.locator("[name=municipality]"), "44021")
    keys.follow(office.locator("form.form .button--large"))
    keys.follow(office.locator("button.slot").nth(2))
    expect(office.locator("[name=person_1]")).to_have_value("Ana Silva")
    keys.follow(office.locator("[data-extend]"))
    expect(office.locator("[name=person_1]")).to_have_value("Ana Silva")
    keys.follow(office.locator("form[data-hold] .button--large"))
    expect(office.locator(".badge").first).to_have_text("Visit booked")
    visit = Hire.objects.get().visit
    assert (visit.state, visit.origin, visit.extensions) == ("booked", "employer", 1)
    assert visit.code not in office.content()

    at_home.reload()
    their_keys.choose(at_home.locator("[name=shares]"), "nothing")
    their_keys.follow(at_home.locator("main .button--large"))
    expect(at_home.locator(".notice--success")).to_be_visible()
    office.reload()
    expect(office.locator(".badge").first).to_have_text("Accepted")


def accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.response["passes"]
    assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("looks", [("en", "light"), ("ar", "dark")], ids="-".join)
def test_every_page_is_accessible(
    world: World, hr: User, address: str, phone: Phone, looks: tuple[str, str]
):
    language, scheme = looks
    acme, at = hr.memberships.get().organisation, timezone.now()
    invited = a_hire(acme, by=hr, email="a@x.example", at=at)
    open_to = a_hire(acme, by=hr, email="b@x.example", shares=Shares.STATE, at=at)
    booked = a_hire(acme, by=hr, email="c@x.example", shares=Shares.DATE, at=at)
    booked_for(booked, world, at=at)
    base = f"{address}/{language}/employers/"
    page = phone(language=language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in ("", f"invitation/{invited.code}/", f"invitation/{booked.code}/"):
        page.goto(base + path)
        accessible(page)
    sign_in(page, hr, address)
    visit = f"hires/{open_to.public_id}/visit/"
    for path in (
        "of/acme/",
        "of/acme/register/",
        f"hires/{invited.public_id}/",
        f"hires/{booked.public_id}/",
        f"hires/{booked.public_id}/withdraw/",
        visit,
        f"{visit}?municipality=44021",
    ):
        page.goto(base + path)
        accessible(page)
    page.locator("button.slot").first.tap()
    page.wait_for_selector("[data-hold]")
    accessible(page)

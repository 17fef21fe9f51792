"""The four journeys from first page to last by keyboard alone, with the focus always in sight."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events.models import Registration
from permits.models import Visit
from rotonde.employers.models import Hire
from services.menus.keeping import refs_of_account
from services.menus.reading import ref_to
from tests.factories.accounts import PASSWORD
from tests.journeys.keys import Keys
from tests.journeys.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Desktop = Callable[..., Page]
Code = Callable[[], str]


def at_home(desktop: Desktop, portal: Portal) -> tuple[Page, Keys]:
    page = desktop()
    page.goto(f"{portal.url}/en/")
    return page, Keys(page)


def test_find_help_and_keep_it(portal: Portal, desktop: Desktop, code: Code):
    page, keys = at_home(desktop, portal)
    keys.skip_to_the_text()
    keys.write(page.locator("main input[type=search]").first, "help")
    keys.send()
    expect(page).to_have_url(re.compile(r"/en/services/\?q=help$"))
    keys.skip_to_the_text()
    keys.pick(page.locator("#filter_theme"), "housing")
    expect(page).to_have_url(re.compile(r"theme=housing"))
    expect(page.locator(".card__link")).to_have_text(["Find a flat"])
    keys.still_here()
    keys.follow(page.locator(".card__link"))
    expect(page.locator("h1")).to_have_text("Find a flat")

    keys.press(page.locator("main .menu-button button[name=add]"))
    expect(page.locator("main .menu-button button[name=remove]")).to_be_focused()
    keys.go_to(page.locator("header a.menu-link"), back=True)
    keys.send()
    keys.follow(page.locator("main a[href*='/accounts/login/']"))
    keys.write(page.locator("main [name=email]"), portal.newcomer.email)
    keys.send()
    expect(page.locator("main [name=code]")).to_be_visible()
    keys.write(page.locator("main [name=code]"), code())
    keys.send()
    expect(page.locator(".menu-entry__title")).to_have_text(["Find a flat"])
    assert refs_of_account(portal.newcomer) == (ref_to(portal.flat),)


def test_book_a_visit(portal: Portal, desktop: Desktop):
    page, keys = at_home(desktop, portal)
    keys.skip_to_the_text()
    keys.follow(page.locator("main a[href='/en/appointments/']").first)
    expect(page.locator("h1")).to_contain_text("One visit")
    keys.skip_to_the_text()
    keys.choose(page.locator("[name=municipality]"), "44021")
    keys.follow(page.locator("form.form button[type=submit]"))
    expect(page.locator("h1")).to_have_text("Choose a time")

    # Another part of the day and another day come without a new page; the focus stays with them.
    for link in ("#part-2", "#later"):
        before = page.url
        keys.press(page.locator(link))
        expect(page).not_to_have_url(before)
        expect(page.locator("#finder-status")).not_to_be_empty()
        keys.still_here()
    keys.follow(page.locator("button.slot").nth(1))
    expect(page).to_have_url(re.compile(r"/appointments/hold/[-\w]{22}/$"))

    keys.press(page.locator("[data-extend]"))
    expect(page.locator("#messages .notice")).to_be_visible()
    keys.still_here()
    keys.write(page.locator("[name=person_1]"), "Ada Ng")
    keys.write(page.locator("[name=email]"), "ada@example.org")
    keys.go_to(page.locator("[name=person_1]"), back=True)
    keys.follow(page.locator("form[data-hold] .button--large"))
    expect(page.locator(".ticket__code")).to_be_visible()
    visit = Visit.objects.get()
    expect(page.locator(".ticket__code")).to_have_text(visit.ticket)
    assert (visit.state, visit.name, visit.extensions) == ("booked", "Ada Ng", 1)


def test_register_for_an_event(portal: Portal, desktop: Desktop):
    page, keys = at_home(desktop, portal)
    keys.skip_to_the_text()
    keys.follow(page.locator("main a[href='/en/events/']").last)
    keys.skip_to_the_text()
    keys.pick(page.locator("#filter_kind"), "city-walk")
    page.keyboard.press("Enter")
    keys.follow(page.locator("aside button[type=submit]"))
    expect(page.locator(".card__link")).to_have_text(["City walk"])
    keys.follow(page.locator(".card__link"))
    expect(page.locator("h1")).to_have_text("City walk")

    keys.write(page.locator("main [name=name]"), "Ada Ng")
    keys.write(page.locator("main [name=email]"), "ada@example.org")
    keys.pick(page.locator("main [name=children]"), "2")
    keys.follow(page.locator("main form .button--large"))
    expect(page.locator("h1")).to_have_text("You are registered")
    registration = Registration.objects.get()
    assert (registration.state, registration.people) == ("registered", 3)
    assert registration.occurrence.event == portal.walk
    assert registration.occurrence.seats_taken == 3


def test_register_a_hire(portal: Portal, desktop: Desktop):
    page, keys = at_home(desktop, portal)
    keys.follow(page.locator("footer a[href='/en/employers/']"))
    keys.skip_to_the_text()
    keys.follow(page.locator("main a[href*='/accounts/login/']"))
    keys.skip_to_the_text()
    keys.press(page.locator("main summary"), "Space")
    keys.write(page.locator("main [name=login]"), portal.hr.email)
    keys.write(page.locator("main [name=password]"), PASSWORD)
    keys.send()
    expect(page.locator("h1")).to_have_text("Your hires")

    keys.follow(page.locator("main a[href$='/register/']").first)
    keys.write(page.locator("main [name=name]"), "Ana Silva")
    keys.write(page.locator("main [name=email]"), "ana@example.org")
    keys.pick(page.locator("main [name=language]"), "es")
    starts = timezone.localdate() + timedelta(30)
    keys.write(page.locator("[name=starts_on]"), f"{starts:%m%d%Y}")
    keys.choose(page.locator("[name=nationality_group]"), "other")
    keys.follow(page.locator("main form .button--large"))
    expect(page.locator("h1")).to_have_text("Ana Silva")
    hire = Hire.objects.get()
    assert (hire.employer.slug, hire.language, hire.starts_on) == ("acme", "es", starts)
    assert hire.nationality_group == "other"


def test_every_stop_is_in_sight_and_the_last_leads_out(portal: Portal, desktop: Desktop):
    page = desktop()
    keys = Keys(page)
    for path in (
        "",
        "services/",
        portal.flat.get_absolute_url().removeprefix("/en/"),
        "appointments/times/?municipality=44021&need=renewal",
        "events/",
        portal.walk.get_absolute_url().removeprefix("/en/"),
        "deadlines/",
    ):
        page.goto(f"{portal.url}/en/{path}")
        assert keys.walk_through() > 20

"""The four journeys from the first page to the last on a phone whose browser runs no script."""

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
from tests.journeys.portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]
Code = Callable[[], str]


def at_home(phone: Phone, portal: Portal) -> Page:
    page = phone(scripts=False)
    page.goto(f"{portal.url}/en/")
    return page


def sign_in_by_code(page: Page, email: str, code: Code) -> None:
    page.locator("main [name=email]").fill(email)
    page.locator("main form button[type=submit]").first.tap()
    field = page.locator("main [name=code]")
    expect(field).to_be_visible()
    field.fill(code())
    page.locator("main form button[type=submit]").first.tap()


def test_find_help_and_keep_it(portal: Portal, phone: Phone, code: Code):
    page = at_home(phone, portal)
    page.locator("main input[type=search]").first.fill("help")
    page.locator("main form[role=search] button").first.tap()
    expect(page.locator(".card__link")).to_have_count(2)
    page.locator(".filters__toggle").tap()
    page.locator("#filter_theme").select_option("housing")
    page.locator("#filters .form__actions button").tap()
    expect(page.locator(".card__link")).to_have_text(["Find a flat"])
    page.locator(".card__link").tap()
    expect(page.locator("h1")).to_have_text("Find a flat")

    page.locator("main .menu-button button[name=add]").tap()
    expect(page.locator("main .menu-button button[name=remove]")).to_be_visible()
    page.locator("header a.menu-link").tap()
    expect(page.locator(".menu-entry__title")).to_have_text(["Find a flat"])
    page.locator("main a[href*='/accounts/login/']").tap()
    sign_in_by_code(page, portal.newcomer.email, code)
    expect(page.locator(".menu-entry__title")).to_have_text(["Find a flat"])
    assert refs_of_account(portal.newcomer) == (ref_to(portal.flat),)


def test_book_a_visit(portal: Portal, phone: Phone):
    page = at_home(phone, portal)
    page.locator("main a[href='/en/appointments/']").first.tap()
    page.locator("label.choice:has(input[value='44021'])").tap()
    page.locator("form.form button[type=submit]").tap()
    page.locator("#part-2").tap()
    page.locator("#later").tap()
    page.locator("button.slot").nth(1).tap()
    expect(page).to_have_url(re.compile(r"/appointments/hold/[-\w]{22}/$"))
    page.locator("[name=person_1]").fill("Ada Ng")
    page.locator("[data-extend]").tap()
    expect(page.locator("[name=person_1]")).to_have_value("Ada Ng")
    page.locator("[name=email]").fill("ada@example.org")
    page.locator("form[data-hold] .button--large").tap()
    expect(page.locator(".ticket__code")).to_be_visible()
    visit = Visit.objects.get()
    expect(page.locator(".ticket__code")).to_have_text(visit.ticket)
    assert (visit.state, visit.name, visit.extensions) == ("booked", "Ada Ng", 1)


def test_register_for_an_event_and_withdraw(portal: Portal, phone: Phone):
    page = at_home(phone, portal)
    page.locator("main a[href='/en/events/']").last.tap()
    page.locator(".filters__toggle").tap()
    page.locator("#filter_kind").select_option("city-walk")
    page.locator("aside button[type=submit]").tap()
    page.locator(".card__link", has_text="City walk").tap()
    page.locator("main [name=name]").fill("Ada Ng")
    page.locator("main [name=email]").fill("ada@example.org")
    page.locator("main [name=children]").select_option("2")
    page.locator("main form .button--large").tap()
    expect(page.locator("h1")).to_have_text("You are registered")
    registration = Registration.objects.get()
    assert (registration.state, registration.people) == ("registered", 3)
    assert registration.occurrence.event == portal.walk
    assert registration.occurrence.seats_taken == 3

    page.locator("main a[href$='/withdraw/']").tap()
    page.locator("main form button[type=submit]").tap()
    expect(page.locator("h1")).to_have_text("You are no longer registered")
    gone = Registration.objects.select_related("occurrence").get()
    assert (gone.state, gone.occurrence.seats_taken) == ("withdrawn", 0)


def test_register_a_hire(portal: Portal, phone: Phone, code: Code):
    page = at_home(phone, portal)
    page.locator("footer a[href='/en/employers/']").tap()
    page.locator("main a[href*='/accounts/login/']").tap()
    sign_in_by_code(page, portal.hr.email, code)
    expect(page.locator("h1")).to_have_text("Your hires")
    page.locator("main a[href$='/register/']").first.tap()
    page.locator("main [name=name]").fill("Ana Silva")
    page.locator("main [name=email]").fill("ana@example.org")
    page.locator("main [name=language]").select_option("es")
    starts = timezone.localdate() + timedelta(30)
    page.locator("[name=starts_on]").fill(starts.isoformat())
    page.locator("[name=nationality_group][value=other]").check()
    page.locator("main form .button--large").tap()
    expect(page.locator("h1")).to_have_text("Ana Silva")
    hire = Hire.objects.get()
    assert (hire.employer.slug, hire.language, hire.starts_on) == ("acme", "es", starts)
    assert hire.nationality_group == "other"

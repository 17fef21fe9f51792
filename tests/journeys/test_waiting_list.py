"""The waiting list, from "nothing is free" to a visit, on a phone; each offer comes by mail.

It is always the same Monday morning, and two hours of that week's Friday are all there is.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Locator, Page, Request, expect

from permits import booking
from permits.free_times import free_starts
from permits.models import Shift, Visit, WaitingOffer, WaitingParty
from permits.waiting.offering import offer_freed
from tests.factories.centers import open_center
from tests.factories.permits import COMBINED, WEB
from tests.journeys.mails import last_link
from tests.journeys.test_book import fits
from tests.journeys.test_book_axe import assert_accessible
from tests.notifications.conftest import Postbox
from tests.permits.views.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Phone = Callable[..., Page]
PRIVATE = re.compile(r"/appointments/waiting/[-\w]{22}/$")
TWO_HOURS = 24  # cells


@pytest.fixture
def booked(transactional_db: None, live_server, settings, clock) -> list[Visit]:
    """Visits of others on that Friday, one after the other, until nothing more fits."""
    settings.SITE_URL = live_server.url
    world = open_center(at=NOW)
    Shift.objects.exclude(first_cell=world.at(3, 9).timestamp() // 300).delete()
    Shift.objects.update(cell_count=TWO_HOURS)
    visits: list[Visit] = []
    while free := free_starts(world.center, COMBINED, first_day=NOW.date(), days=7, at=NOW).starts:
        held = booking.hold(center=world.center, party=COMBINED, start=free[0].start, at=NOW, **WEB)
        details = {"name": "Li Wu", "email": f"{held.pk}@example.org", "language": "en"}
        visits.append(booking.confirm(code=held.code, at=NOW, **details).visit)
    return visits


def look_for_a_time(page: Page, url: str, language: str) -> None:
    page.goto(f"{url}/{language}/appointments/")
    page.locator("label.choice:has(input[value='44021'])").tap()
    page.locator("form.form button[type=submit]").tap()


def wish_for(page: Page, friday: str, name: str = "ada") -> None:
    """That Friday, at two hours' notice."""
    page.locator("[name=from_date]").fill(friday)
    page.locator("[name=until_date]").fill(friday)
    page.locator("[name=notice_hours]").select_option("2")
    page.locator("[name=person_1]").fill(name.title())
    page.locator("[name=email]").fill(f"{name}@example.org")


def waits(page: Page, url: str, friday: str, *, name: str = "ada", language: str = "en") -> None:
    """From the first question to a place on the list."""
    look_for_a_time(page, url, language)
    page.locator("main a[href*='/appointments/waiting/?']").tap()
    wish_for(page, friday, name)
    send(page).tap()
    expect(page).to_have_url(PRIVATE)


def send(page: Page) -> Locator:
    return page.locator("main form .button--large")


def button(page: Page, what: str) -> Locator:
    """Of the private page: "accept", "decline" or "leave"."""
    return page.locator(f"main form[action$='/{what}/'] button")


def given_back(visit: Visit) -> None:
    """Somebody cancels, and the next sweep offers the time to whom it fits."""
    booking.cancel(code=visit.code, at=NOW)
    assert offer_freed(at=NOW) == 1


def look_at(page: Page) -> None:
    assert_accessible(page)
    assert fits(page), page.url


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_a_time_that_is_given_back_becomes_a_visit_with_one_tap(  # noqa: PLR0917
    booked, live_server, phone: Phone, postbox: Postbox, language: str, scheme: str
):
    page = phone(language=language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    look_for_a_time(page, live_server.url, language)
    expect(page.locator("#finder .empty")).to_be_visible()
    expect(page.locator("button.slot")).to_have_count(0)
    look_at(page)
    page.locator("main a[href*='/appointments/waiting/?']").tap()
    wish_for(page, booked[0].date.isoformat())
    look_at(page)
    send(page).tap()
    expect(page).to_have_url(PRIVATE)
    look_at(page)
    place = WaitingParty.objects.get()
    assert (place.from_date, place.until_date, place.notice_hours) == (
        booked[0].date,
        booked[0].date,
        2,
    )

    given_back(booked[0])
    page.goto(last_link(postbox, to="ada@example.org", part="/waiting/"))
    expect(button(page, "accept")).to_be_visible()
    look_at(page)
    # Looking at it, or opening the link twice, takes nothing.
    page.reload()
    assert WaitingOffer.objects.get().state == WaitingOffer.State.OPEN
    sent: list[Request] = []
    page.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
    button(page, "accept").tap()
    expect(page.locator(".ticket__code")).to_be_visible()
    assert len(sent) == 1
    visit = Visit.objects.get(email="ada@example.org")
    assert (visit.state, visit.starts_at) == ("booked", booked[0].starts_at)
    page.goto(f"{live_server.url}/{language}/appointments/waiting/{place.code}/")
    expect(page.locator(f"main a[href$='/v/{visit.code}/']")).to_be_visible()
    look_at(page)


def test_what_one_declines_the_next_is_offered_and_one_can_leave(
    booked, live_server, phone: Phone, postbox: Postbox
):
    ada, li = phone(), phone()
    friday = booked[0].date.isoformat()
    waits(ada, live_server.url, friday)
    waits(li, live_server.url, friday, name="li")
    given_back(booked[0])
    li.reload()
    expect(button(li, "accept")).to_have_count(0)
    ada.goto(last_link(postbox, to="ada@example.org", part="/waiting/"))
    button(ada, "decline").tap()
    expect(ada.locator("h1")).to_have_text("You are on the waiting list")
    expect(ada.locator("#messages")).to_contain_text("the next in line has it now")

    assert offer_freed(at=NOW) == 1
    li.goto(last_link(postbox, to="li@example.org", part="/waiting/"))
    button(li, "accept").tap()
    expect(li.locator(".ticket__code")).to_be_visible()
    taken = Visit.objects.get(state="booked", first_cell=booked[0].first_cell)
    assert taken.email == "li@example.org"

    button(ada, "leave").tap()
    expect(ada.locator("h1")).to_have_text("You are off the waiting list")
    assert WaitingParty.objects.get(email="ada@example.org").state == WaitingParty.State.LEFT


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("ar", "light")])
def test_an_offer_that_ran_out_books_nothing_and_in_the_end_word_is_sent(  # noqa: PLR0917
    booked,
    live_server,
    phone: Phone,
    postbox: Postbox,
    clock: time_machine.Traveller,
    language: str,
    scheme: str,
):
    page = phone(language=language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    waits(page, live_server.url, booked[0].date.isoformat(), language=language)
    given_back(booked[0])
    page.reload()
    expect(button(page, "accept")).to_be_visible()
    clock.shift(timedelta(hours=3))
    button(page, "accept").tap()
    expect(page.locator("#messages .notice--error")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    expect(button(page, "accept")).to_have_count(0)
    expect(button(page, "leave")).to_be_visible()
    look_at(page)
    place = WaitingParty.objects.get()
    assert not Visit.objects.filter(state="booked", email="ada@example.org").exists()

    clock.move_to(booked[-1].starts_at + timedelta(days=1))
    assert offer_freed(at=booked[-1].starts_at + timedelta(days=1)) == 0
    page.goto(last_link(postbox, to="ada@example.org"))
    expect(page).to_have_url(re.compile(rf"/{language}/appointments/"))
    page.goto(f"{live_server.url}/{language}/appointments/waiting/{place.code}/")
    expect(button(page, "leave")).to_have_count(0)
    look_at(page)


def test_a_booked_visit_waits_for_an_earlier_time_and_keeps_its_own_until_then(
    booked, live_server, phone: Phone, postbox: Postbox
):
    last, page = booked[-1], phone()
    page.goto(live_server.url + last.get_absolute_url())
    page.locator("main a[href$='/earlier/']").tap()
    page.locator("main form [type=submit]").tap()
    expect(page).to_have_url(PRIVATE)
    expect(page.locator("main")).to_contain_text("Until then you keep")
    given_back(booked[0])
    page.goto(last_link(postbox, to=last.email, part="/waiting/"))
    expect(page.locator("main")).to_contain_text("that time goes to somebody else")
    look_at(page)
    button(page, "accept").tap()
    expect(page.locator(".ticket__code")).to_be_visible()
    last.refresh_from_db()
    assert (last.state, last.starts_at) == ("booked", booked[0].starts_at)

"""An officer's hours change under a booked visit: the manager sees who is hit, the visitor chooses.

It is always the same Monday morning, and both desks are open until Friday.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from permits import booking
from permits.models import CenterStaff, Proposal, Shift, Visit
from permits.rostering.changes import Away
from permits.rostering.reseating import carry_out
from permits.rosters import roll
from rotonde.accounts.roles import Role
from tests.factories.accounts import an_account
from tests.factories.centers import AFTERNOON, MORNING, World, open_center
from tests.factories.permits import COMBINED, WEB, OfficerFactory, WeeklyShiftFactory
from tests.journeys.conftest import PHONE
from tests.journeys.mails import last_link
from tests.journeys.test_book import fits
from tests.journeys.test_book_axe import assert_accessible
from tests.journeys.test_every_page_axe import sign_in
from tests.notifications.conftest import Postbox
from tests.permits.views.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., Page]
MANAGER = "manager@example.org"


@dataclass
class Week:
    """Ada's visit of Tuesday at ten, and the center it is booked at."""

    url: str
    world: World
    visit: Visit


@pytest.fixture
def week(transactional_db: None, live_server, settings, clock) -> Week:
    settings.SITE_URL = live_server.url
    world = open_center(at=NOW)
    world.center.horizon_days = 4
    world.center.save()
    for officer in (world.city, world.federal):
        works_all_week(officer)
    roll(at=NOW, center=world.center)
    manager = an_account(MANAGER, Role.MANAGER, first_name="Mia")
    CenterStaff.objects.create(center=world.center, user=manager, role="manager")
    held = booking.hold(
        center=world.center, party=COMBINED, start=world.at(0, 9, 50), at=NOW, **WEB
    )
    booked = booking.confirm(
        code=held.code,
        name="Ada Ng",
        names=["Ada Ng"],
        email="ada@example.org",
        language="en",
        at=NOW,
    )
    return Week(live_server.url, world, booked.visit)


def works_all_week(officer) -> None:
    for weekday in range(5):
        for start, end in (MORNING, AFTERNOON):
            WeeklyShiftFactory(officer=officer, weekday=weekday, start_time=start, end_time=end)


def roster(desktop: Opened, week: Week, language: str = "en", scheme: str = "light") -> Page:
    """The manager's page of this week."""
    page = desktop(language=language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, week.url, MANAGER)
    page.goto(f"{week.url}/{language}/desk/roster/")
    return page


def hours_of(page: Page, week: Week) -> Locator:
    """The cell of the city's officer on Tuesday."""
    query = f"officer={week.world.city.slug}&day={week.visit.date.isoformat()}"
    return page.locator(f"a.roster__day[href*='{query}']")


def send(page: Page) -> Locator:
    return page.locator("main .form__actions button")


def look_at(page: Page) -> None:
    """On the screen it is open on, and whether a phone has room for it."""
    assert_accessible(page)
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    expect(page.locator("main")).to_be_visible()
    assert fits(page), page.url
    page.set_viewport_size(before)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_the_manager_sees_who_is_hit_before_anything_changes(  # noqa: PLR0917
    week: Week, desktop: Opened, phone: Opened, postbox: Postbox, language: str, scheme: str
):
    page = roster(desktop, week, language, scheme)
    look_at(page)
    expect(hours_of(page, week)).to_contain_text("09:00–12:00")
    hours_of(page, week).click()
    expect(page.locator("[name=hours]")).to_have_value("09:00-12:00, 13:00-17:00")
    page.locator("[name=hours]").fill("14:00-17:00")
    look_at(page)
    send(page).click()
    expect(page.locator(".roster-lines tbody tr")).to_have_count(1)
    expect(page.locator(".roster-lines")).to_contain_text(week.visit.ticket)
    look_at(page)
    assert not Proposal.objects.exists()
    assert Shift.objects.filter(officer=week.world.city, date=week.visit.date).count() == 2

    send(page).click()
    expect(page.locator("#asked-title")).to_be_visible()
    expect(hours_of(page, week)).to_contain_text("14:00–17:00")
    expect(page.locator("main")).to_contain_text("Ada Ng")
    look_at(page)

    visitor = phone(language=language)
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    link = last_link(postbox, to="ada@example.org", part=week.visit.code)
    visitor.goto(link.replace("/en/", f"/{language}/"))
    take = visitor.locator("button[name=answer][value=accept]")
    expect(take).to_be_visible()
    look_at(visitor)
    # The link shows; only the button moves the visit.
    visitor.reload()
    assert Proposal.objects.get().state == Proposal.State.OPEN
    proposed = Proposal.objects.get().held
    take.tap()
    expect(visitor.locator(".ticket__code")).to_be_visible()
    moved = Visit.objects.get(pk=week.visit.pk)
    assert (moved.state, moved.first_cell, moved.sequence) == ("booked", proposed.first_cell, 1)
    assert moved.first_cell != week.visit.first_cell


def test_who_declines_is_still_booked_and_chooses(week: Week, phone: Opened, postbox: Postbox):
    tuesday = week.visit.date
    carry_out(change=Away(week.world.city, tuesday, tuesday), at=NOW, by=None)
    page = phone()
    page.goto(last_link(postbox, to="ada@example.org", part=week.visit.code))
    page.locator("button[name=answer][value=decline]").tap()
    expect(page).to_have_url(re.compile(r"/move/$"))
    expect(page.locator("#messages")).to_contain_text("We gave the proposed time back")

    page.goto(week.url + week.visit.get_absolute_url())
    expect(page.locator("main")).to_contain_text("not kept for you any more")
    expect(page.locator("main")).to_contain_text("Your visit is not cancelled")
    look_at(page)
    page.locator("main a[href$='/move/']").tap()
    page.locator("button.slot").last.tap()
    expect(page.locator(".ticket__code")).to_be_visible()
    moved = Visit.objects.get(pk=week.visit.pk)
    assert moved.state == "booked"
    assert moved.date != tuesday


def test_an_answer_that_comes_too_late_is_told_and_leads_on(
    week: Week, phone: Opened, clock: time_machine.Traveller
):
    tuesday = week.visit.date
    carry_out(change=Away(week.world.city, tuesday, tuesday), at=NOW, by=None)
    page = phone()
    page.goto(week.url + week.visit.get_absolute_url())
    clock.move_to(Proposal.objects.get().held.hold_expires_at + timedelta(minutes=1))
    page.locator("button[name=answer][value=accept]").tap()
    expect(page.locator("#messages .notice--error")).to_contain_text("not kept for you any more")
    expect(page.locator("button[name=answer]")).to_have_count(0)
    look_at(page)
    assert Visit.objects.get(pk=week.visit.pk).first_cell == week.visit.first_cell


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("ar", "light")])
def test_one_button_when_somebody_is_sick_at_five_past_eight(
    week: Week, desktop: Opened, clock: time_machine.Traveller, language: str, scheme: str
):
    colleague = OfficerFactory(
        agency=week.world.city.agency, name="Bea", skills=week.world.city.procedures.all()
    )
    works_all_week(colleague)
    roll(at=NOW, center=week.world.center)
    clock.move_to(week.world.at(0, 8, 5))
    page = roster(desktop, week, language, scheme)
    absent = page.locator(f"form:has(input[value='{week.world.city.slug}']) button")
    expect(absent).to_be_visible()
    look_at(page)
    absent.click()
    expect(page.locator("#messages .notice--success")).to_have_count(2)
    expect(absent).to_have_count(0)
    expect(hours_of(page, week).locator(".roster__mark--away")).to_be_visible()
    look_at(page)
    steps = week.visit.steps.filter(procedure__agency_kind="municipal")
    assert [step.officer for step in steps] == [colleague]
    assert not Proposal.objects.exists()


def test_what_a_visitor_says_on_the_phone_is_one_button_too(week: Week, desktop: Opened):
    tuesday = week.visit.date
    carry_out(change=Away(week.world.city, tuesday, tuesday), at=NOW, by=None)
    proposed = Proposal.objects.get().held
    page = roster(desktop, week)
    page.get_by_role("button", name="They agree").click()
    expect(page.locator("#messages")).to_contain_text("The visit has its new time")
    look_at(page)
    assert Visit.objects.get(pk=week.visit.pk).first_cell == proposed.first_cell

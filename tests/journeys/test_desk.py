"""The desk by keyboard, in a real browser: a morning at reception, and a place put on the map."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from permits import booking
from permits.cells import CELL_SECONDS, instant_of
from permits.desk.calling import call
from permits.desk.displays import open_display
from permits.desk.noting import check_in, note
from permits.models import CenterStaff, Closing, Officer, Shift, Step, Visit
from permits.parties import Party, Person
from rotonde.accounts.models import User
from rotonde.accounts.roles import Role
from services.models import Place
from tests.factories.accounts import an_account
from tests.factories.centers import World, open_center, zone_at_noon
from tests.factories.services import PlaceFactory
from tests.journeys.conftest import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., Page]
BOARD = {"width": 1280, "height": 800}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def screen(chromium: Browser, live_server) -> Iterator[Opened]:
    """Opens a page for somebody signed in; script errors and refused resources fail the test."""
    contexts, complaints = [], []

    def opened(
        user: User, path: str, *, scripts: bool = True, scheme: str = "light", size: dict = BOARD
    ) -> Page:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        context = chromium.new_context(
            viewport=size, java_script_enabled=scripts, color_scheme=scheme, reduced_motion="reduce"
        )
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key}
        context.add_cookies([{**cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(f"{said.text} {said.location.get('url')}")
                if said.type == "error"
                else None
            ),
        )
        contexts.append(context)
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    # An icon nobody drew is no complaint.
    assert not [each for each in complaints if "favicon" not in each]


@pytest.fixture
def world(transactional_db: None) -> World:
    """A center that works around the clock today, so that it is always a good time to test."""
    now = timezone.now()
    world = open_center(at=now - timedelta(days=1), days=2, time_zone=zone_at_noon(now))
    Shift.objects.all().delete()
    today = now.astimezone(ZoneInfo(world.center.time_zone)).date()
    first = int(now.timestamp()) // CELL_SECONDS - 24
    for officer in (world.city, world.federal):
        Shift.objects.create(officer=officer, date=today, first_cell=first, cell_count=60)
    return world


@pytest.fixture
def host(world: World) -> User:
    user = an_account("host@example.org", Role.HOST, first_name="Hannah")
    CenterStaff.objects.create(center=world.center, user=user, role="host")
    return user


def book(world: World, name: str, cells: int) -> Visit:
    """A visit whose door is that many cells from now, booked long ago."""
    start = instant_of(int(timezone.now().timestamp()) // CELL_SECONDS + cells)
    at = start - timedelta(hours=3)
    party = Party((Person("adult", ("registration", "residence-permit")),))
    held = booking.hold(
        center=world.center, party=party, start=start, at=at, origin="web", language="en"
    )
    email = f"{held.pk}@example.org"
    return booking.confirm(
        code=held.code, name=name, names=[name], email=email, language="en", at=at
    ).visit


def press(page: Page, key: str) -> None:
    """A key, once the scripts are there that listen to it, and have set the focus."""
    page.wait_for_load_state()
    page.evaluate("new Promise((done) => setTimeout(done))")
    page.keyboard.press(key)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def test_a_morning_at_reception_without_a_mouse(world: World, host: User, screen: Opened):
    ada, li = book(world, "Ada Ng", -8), book(world, "Li Wu", 2)
    page = screen(host, "/en/desk/")
    expect(page.locator(".board a.block")).to_have_count(4)

    # From the search field: a ticket and Enter, and Enter once more.
    page.keyboard.type(ada.ticket.lower())
    press(page, "Enter")
    expect(page.locator("#visit")).to_contain_text("Ada Ng")
    expect(page.locator("[data-next-step]")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#visit")).to_contain_text("Here since")
    expect(page.locator("#parties .party--waiting")).to_contain_text("Ada Ng")

    # A slip, taken back and made good again.
    press(page, "u")
    expect(page.locator("#messages")).to_contain_text("Taken back")
    press(page, "a")
    expect(page.locator("#visit")).to_contain_text("Here since")

    # Called to the city, and handed over to the federal officer with a word.
    expect(page.locator("[data-next-step]")).to_be_focused()
    press(page, "c")
    expect(page.locator("#parties .party--called")).to_contain_text("Ada Ng")
    press(page, "h")
    page.keyboard.type("bring the blue form")
    press(page, "Enter")
    expect(page.locator("#messages")).to_contain_text(f"goes on to {world.federal.name}")
    expect(page.locator("#parties .party--waiting")).to_contain_text(world.federal.name)
    expect(page.locator(".private-note")).to_contain_text("blue form")

    # Arrows go from block to block, Enter opens.
    press(page, "g")
    press(page, "Home")
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    press(page, "ArrowDown")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") > top
    press(page, "ArrowRight")
    expect(page.locator("a.block:focus")).to_contain_text("Residence permit")
    press(page, "End")
    expect(page.locator("a.block:focus")).to_contain_text(li.ticket)
    press(page, "Enter")
    expect(page.locator("#visit")).to_contain_text("Li Wu")

    press(page, "?")
    expect(page.locator("dialog#keys")).to_be_visible()
    press(page, "Escape")
    press(page, "b")
    expect(page.locator("h1")).to_have_text("Book for somebody")
    page.go_back()
    press(page, "w")
    expect(page.locator("h1")).to_have_text("Somebody walked in")
    assert Step.objects.filter(visit=ada, outcome="done").count() == 1


def test_the_board_learns_of_others_and_keeps_the_place(world: World, host: User, screen: Opened):
    visit = book(world, "Ada Ng", -2)
    page = screen(host, "/en/desk/")
    page.keyboard.press("Tab")
    page.locator("a.block").first.focus()
    before = focused(page)
    Visit.objects.filter(pk=visit.pk).update(arrived_at=timezone.now())
    with page.expect_response(lambda answer: "/lanes/" in answer.url, timeout=PATIENCE) as asked:
        pass
    assert asked.value.status in (200, 204)
    # What bypassed the day's version is not seen; a click is.
    Visit.objects.filter(pk=visit.pk).update(arrived_at=None)
    other = screen(host, f"/en/desk/?visit={visit.pk}")
    press(other, "a")
    expect(other.locator("#visit")).to_contain_text("Here since")
    expect(page.locator("a.block--waiting")).to_have_count(1)
    assert focused(page) == before


def test_whoever_is_in_a_list_stays_there_when_it_changes(world: World, host: User, screen: Opened):
    here, other = book(world, "Ada Ng", -2), book(world, "Li Wu", 8)
    check_in(visit=here, at=timezone.now(), by=host)
    page = screen(host, "/en/desk/")
    link = page.locator(f"#party-{here.pk}")
    link.focus()
    check_in(visit=other, at=timezone.now(), by=host)
    expect(page.locator(f"#parties .party--waiting#party-{other.pk}")).to_be_visible(timeout=15_000)
    expect(link).to_be_focused()


def test_the_line_of_now_crosses_every_lane_also_when_scrolled(
    world: World, host: User, screen: Opened
):
    book(world, "Ada Ng", -2)
    for number in range(8):
        officer = Officer.objects.create(
            slug=f"more-{number}", agency=world.city.agency, name=f"More {number}", languages=["en"]
        )
        shift = world.city.shifts.get()
        Shift.objects.create(
            officer=officer, date=shift.date, first_cell=shift.first_cell, cell_count=60
        )
    page = screen(host, "/en/desk/", size={"width": 360, "height": 740})
    line, table = page.locator(".now-line").bounding_box(), page.locator(".board").bounding_box()
    assert line["x"] + line["width"] >= table["x"] + table["width"] - 2
    body = page.locator(".board tbody").bounding_box()
    assert abs(line["y"] - body["y"]) <= 2
    assert abs(line["height"] - body["height"]) <= 2


def test_the_screen_calls_without_being_asked(world: World, host: User, screen: Opened):
    visit = book(world, "Ada Ng", -2)
    check_in(visit=visit, at=timezone.now(), by=host)
    token = open_display(center=world.center, at=timezone.now(), by=host).token
    page = screen(host, f"/en/appointments/display/{token}/")
    expect(page.locator(".called__nobody")).to_be_visible()
    call(visit=visit, at=timezone.now(), by=host)
    expect(page.locator(".called__now")).to_contain_text(visit.ticket)
    assert page.locator("[aria-live=polite] .called__now").count() == 1


def test_without_scripts_links_and_buttons_do_it(world: World, host: User, screen: Opened):
    book(world, "Ada Ng", -2)
    page = screen(host, "/en/desk/", scripts=False)
    page.locator("a.block").first.click()
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("#visit")).to_contain_text("Here since")
    expect(page.locator(".now-line line")).to_have_count(1)
    page.get_by_role("link", name="Document missing").first.click()
    page.get_by_label("Something else").fill("a photo")
    page.locator("input[name=start]").last.check()
    page.get_by_role("button", name="Note it").click()
    assert Step.objects.filter(outcome="missing").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_the_desk(world, host, screen, live_server, language, scheme):  # noqa: PLR0917
    visit = book(world, "Ada Ng", -8)
    book(world, "Li Wu", 2)
    desk = f"/{language}/desk/"
    step = visit.steps.first()
    CenterStaff.objects.create(center=world.center, user=host, role="manager")
    check_in(visit=visit, at=timezone.now(), by=host)
    note(visit=visit, text="tall", at=timezone.now(), by=host)
    call(visit=visit, at=timezone.now(), by=host)
    display = open_display(center=world.center, at=timezone.now(), by=host)
    closing = Closing.objects.create(visit=visit, at=timezone.now(), code="x" * 22)
    page = screen(host, f"{desk}?visit={visit.pk}", scheme=scheme)
    for path in (
        f"../appointments/display/{display.token}/",
        f"../appointments/feedback/{closing.code}/",
        f"?visit={visit.pk}",
        "book/",
        f"steps/{step.pk}/missing/",
        "walk-in/",
        "questions/",
        "reception/",
        f"visits/{visit.pk}/closing/",
        "print/",
        "outbox/",
    ):
        page.goto(live_server.url + desk + path)
        found = Axe().run(page, options=RULES)
        assert not found.response["violations"], f"{page.url}\n{found.generate_report()}"
        page.set_viewport_size({"width": 360, "height": 740})
        page.evaluate("new Promise(requestAnimationFrame)")  # laid out anew
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
        page.set_viewport_size(BOARD)


def test_a_place_is_put_on_the_map_by_keyboard(transactional_db, screen: Opened, settings):
    settings.TILE_URL = ""  # no tile server is asked
    place = PlaceFactory(latitude=None, longitude=None)
    editor = User.objects.create_superuser("editor@example.org", "x")
    page = screen(editor, f"/admin/services/place/{place.pk}/change/")
    box = page.locator(".point-picker__map")
    expect(box).to_be_visible()
    expect(page.locator(".point-picker__point")).to_have_count(0)
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    page.keyboard.press("Tab")
    for _ in range(6):
        if focused(page) == "Put the point in the middle":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".point-picker__point")).to_have_count(1)
    latitude = page.locator("[data-point=latitude]").input_value()
    assert 51 < float(latitude) < 51.2
    # Typed numbers move the point as well.
    page.locator("[data-point=longitude]").fill("3.8")
    page.locator("[name=_save]").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    place = Place.objects.get(pk=place.pk)
    assert (str(place.latitude), place.longitude) == (str(float(latitude)), 3.8)

"""Every kind of page, filled with the real content, holds what assistive technology needs.

axe-core, WCAG 2.2 AA and best practice; in English and in Arabic, as the reader each page serves.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Browser, Page, expect

from events.models import Event
from permits.eligibility.drafting import start_draft
from permits.models import Visit
from rotonde.accounts.models import User
from rotonde.employers.models import Hire
from rotonde.organisations.models import Organisation
from rotonde.pages.seeding import seed_demo
from services.catalogue import save_service
from services.guides.models import Guide
from services.menus import companies, keeping
from services.menus.refs import Ref
from services.models import OwnersCheck, Service
from services.models import Proposal as EntryProposal
from services.truth.asking import ask_owners
from services.truth.suggesting import suggest
from tests.factories.services import PlaceFactory, ServiceFactory
from tests.journeys.test_book_axe import RULES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def portal(live_server) -> Iterator[str]:
    """The demo, seeded, on a live server without tiles."""
    with override_settings(TILE_URL="", DEMO=True):
        seed_demo(at=timezone.now())
        yield live_server.url


def public_pages() -> list[str]:
    return [
        reverse("home"),
        reverse("privacy"),
        reverse("services:list"),
        reverse("services:list") + "?q=housing&kind=public",
        reverse("services:list") + "?q=nothing-like-this&theme=unknown",
        reverse("services:list") + "?open=now&access=walk-in",
        Service.objects.published().first().get_absolute_url(),
        Service.objects.get(public_id="6geuiwzt").get_absolute_url(),  # it has opening hours
        reverse("services:correct", args=["6geuiwzt"]),
        check_page(),
        reverse("services:embed"),
        reverse("services:embed-offer"),
        reverse("services:theme", args=["life"]),
        reverse("services:theme", args=["housing"]),
        reverse("services:guides"),
        reverse("services:menu"),
        reverse("services:menu") + "?of=s-6geuiwzt",
        Guide.objects.first().get_absolute_url(),
        Guide.objects.first().get_absolute_url() + "?said=no",
        reverse("region:municipalities"),
        reverse("region:municipality", args=["gent"]),
        reverse("region:municipality", args=["lochristi"]),
        reverse("permits:start"),
        *wizard_pages(),
        reverse("permits:centers"),
        reverse("permits:center", args=["gent"]),
        reverse("events:list"),
        Event.objects.first().get_absolute_url(),
        reverse("deadlines:list"),
        reverse("employers:landing"),
        reverse("account_login"),
        reverse("account_signup"),
        reverse("home") + "nothing/",
    ]


def check_page() -> str:
    """What the owner of an entry is asked."""
    now = timezone.now()
    Service.objects.filter(public_id="6geuiwzt").update(email="owner@example.org", checked_on=None)
    ask_owners(at=now)
    check = OwnersCheck.objects.get(service__public_id="6geuiwzt")
    suggest(service=check.service, text="Closed on Friday.", at=now)
    return check.get_absolute_url()


def menu_pages(employer: Organisation) -> list[str]:
    """A company's menus: the list, a new one, one with an entry, and what its newcomers see."""
    now = timezone.now()
    menu = companies.begin(
        organisation=employer, title="First week", welcome="Welcome!", language="en", at=now
    )
    keeping.change(menu=menu, by=lambda refs: (Ref("s", "6geuiwzt"),), at=now)
    shared = keeping.share(menu=menu, at=now)
    own = [reverse(f"employers:{name}", args=[employer.slug]) for name in ("menus", "menu-begin")]
    page = reverse("employers:menu", args=[employer.slug, menu.pk])
    return [*own, page, f"{page}?q=help", shared.get_absolute_url()]


def wizard_pages() -> list[str]:
    """A question, the place, the party, an outcome with a visit and one without."""
    answers = "topic=arrive&group=non-eu&basis=work&employer=belgium&hand="
    wizard = reverse("permits:what-you-need")
    return [
        wizard,
        f"{wizard}?{answers}visa",
        f"{wizard}?{answers}visa&municipality=44021",
        f"{wizard}?{answers}visa&municipality=44087&adults=2&children=1",
        f"{wizard}?{answers}nothing&municipality=44021&adults=1",
    ]


def outdated_page() -> str:
    """A service whose Dutch text is behind the English one, and how that changed."""
    service = Service.objects.get(public_id="6geuiwzt")
    service.summary_en += " Something new."
    save_service(service=service, at=timezone.now())
    return reverse("desk:side-by-side", args=["service", service.pk, "nl"])


def pages_of(role: str) -> list[str]:
    if role == "newcomer":
        visit = Visit.objects.filter(account__email="newcomer@example.org").first()
        own = [reverse(f"my:{name}") for name in ("overview", "messages", "profile", "data")]
        answers = reverse("permits:answers", args=[visit.code])
        said = f"{answers}?topic=arrive&group=non-eu&basis=work&employer=belgium&hand="
        told = [answers, f"{said}visa", f"{said}nothing"]
        return [*own, reverse("permits:visit", args=[visit.code]), *told]
    if role == "hr":
        hire = Hire.objects.filter(employer__memberships__user__email="hr@example.org").first()
        return [
            reverse("employers:hires", args=[hire.employer.slug]),
            reverse("employers:register", args=[hire.employer.slug]),
            *menu_pages(hire.employer),
            hire.get_absolute_url(),
        ]
    if role == "editor":
        draft = start_draft(at=timezone.now()).version
        return [
            reverse("desk:data"),
            reverse("desk:entry-proposal", args=[EntryProposal.objects.get().pk]),
            reverse("admin:services_import"),
            reverse("desk:languages"),
            outdated_page(),
            reverse("desk:municipalities"),
            reverse("desk:municipalities") + "?procedure=residence-permit&only=differences",
            reverse("desk:rules"),
            reverse("desk:rules-draft", args=[draft]),
            reverse("desk:rules-rule", args=[draft, "study"]),
            reverse("desk:rules-outcome", args=[draft, "study"]),
            reverse("desk:rules-words", args=[draft, "questions", "hand"]),
            reverse("desk:rules-preview", args=[draft]),
        ]
    if role == "organiser":
        entry = EntryProposal.objects.get().service
        return [reverse("my:entries"), reverse("my:entry", args=[entry.public_id])]
    if role == "officer.city":
        return [reverse("desk:feeds")]
    coming = Visit.objects.filter(state="booked", first_cell__gt=timezone.now().timestamp() // 300)
    return [
        reverse("desk:board"),
        reverse("desk:book"),
        reverse("desk:outbox"),
        reverse("desk:roster"),
        reverse("desk:preparation"),
        reverse("desk:prepare", args=[coming.first().pk]),
        reverse("desk:figures"),
    ]


def faults(page: Page, portal: str, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        page.goto(portal + path)
        wait_for_the_map(page)
        found += faults_now(page, path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than its window")
    return found


def faults_now(page: Page, what: str) -> list[str]:
    """What axe says of the page as it stands."""
    result = Axe().run(page, options=RULES)
    assert result.response["passes"], what
    return [f"{what}: {fault}" for fault in violations(result.response)]


def wait_for_the_map(page: Page) -> None:
    """Where a map of services is to be seen, its answer comes after the page."""
    if page.locator("[data-map=region]").is_visible():
        expect(page.locator("[data-map-status]")).not_to_be_empty()


def violations(response: dict[str, Any]) -> list[str]:
    """What axe found, but for the spacing of pins on the map.

    Where a pin stands is essential: WCAG 2.5.8 names pins on a map as its example of that.
    """
    return [
        f"{rule['id']} {node['target']}: {node['html'][:120]}"
        for rule in response["violations"]
        for node in rule["nodes"]
        if not (rule["id"] == "target-size" and "leaflet-marker" in node["html"])
    ]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_no_page_shuts_anybody_out(
    portal: str, chromium: Browser, language: str, scheme: str
) -> None:
    found: list[str] = []
    with override(language):
        size = PHONE if scheme == "dark" else DESKTOP
        page = chromium.new_context(viewport=size, color_scheme=scheme, locale=language).new_page()
        found += faults(page, portal, public_pages())
        page.context.close()
        for role in ("newcomer", "hr", "manager", "officer.city", "editor", "organiser"):
            page = chromium.new_context(viewport=DESKTOP, color_scheme=scheme).new_page()
            sign_in(page, portal, f"{role}@example.org")
            found += faults(page, portal, pages_of(role))
            page.context.close()
    assert found == []


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
@pytest.mark.parametrize("number", [1, 2])
@override_settings(TILE_URL="")
def test_no_popup_of_the_map_shuts_anybody_out(
    live_server, chromium: Browser, language: str, scheme: str, number: int
) -> None:
    place = PlaceFactory(name="Community house", municipality=None)
    for _ in range(number):
        ServiceFactory(
            organisation__paid_partner=True,
            channels=[{"place": place, "spoken_languages": ["nl", "ar"], "entry": "appointment"}],
        )
    size = PHONE if scheme == "dark" else DESKTOP
    page = chromium.new_context(viewport=size, color_scheme=scheme, locale=language).new_page()
    page.goto(f"{live_server.url}/{language}/services/#map")
    page.locator(".map-marker").press("Enter")
    expect(page.locator(".map-popup__facts .opening")).to_have_count(number)
    expect(page.locator(".map-popup__facts .badge")).to_have_count(number)
    expect(page.locator(".leaflet-popup")).to_have_css("opacity", "1")  # it fades in
    found = faults_now(page, "popup")
    page.context.close()
    assert found == []


def sign_in(page: Page, portal: str, email: str) -> None:
    """As the sign-in page would; that has tests of its own."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": portal}])

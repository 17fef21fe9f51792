"""Wherever readers see a text that a machine wrote, its label stands beside it: page by page.

Everything on these pages that may be translated by a machine was. A new page that shows such
texts is one line in PAGES: its address, and of which kinds it shows a text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from events.models import Registration
from events.notifications import render
from rotonde.notifications.models import Message
from rotonde.region.models import Municipality
from rotonde.translations.kinds import kinds
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import source_hash
from rotonde.translations.recording import fields_of
from services.catalogue import index_services
from services.menus.models import Menu
from services.menus.reading import ref_to
from services.models import Guide, Service, Theme
from tests.factories.accounts import an_account, browser_of
from tests.factories.deadlines import RuleFactory
from tests.factories.events import NOW, EventFactory, OccurrenceFactory, comes
from tests.factories.guides import GuideFactory
from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory, ServiceFactory, ThemeFactory

LABEL = "(traduction automatique)"
GENT = "3.5,50.9,4.0,51.2"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """One thing of each kind, found on each other's pages; all its French is a machine's."""

    theme: Theme
    service: Service
    guide: Guide
    registration: Registration
    municipality: Municipality

    @property
    def event(self) -> Any:
        return self.registration.occurrence.event

    @property
    def of(self) -> str:
        """Its service and its guide as a menu."""
        return f"{ref_to(self.service)}.{ref_to(self.guide)}"


@pytest.fixture
def world() -> Any:
    with time_machine.travel(NOW, tick=False), override("fr"):
        yield _world()


def _world() -> World:
    town = MunicipalityFactory(name_fr="Gand")
    above = ThemeFactory(slug="life")
    theme = ThemeFactory(slug="homes", parent=above)
    ThemeFactory(slug="schools", parent=above)
    place = PlaceFactory(municipality=town)
    service = ServiceFactory(themes=[theme], channels=[{"place": place}])
    guide = GuideFactory(
        shelf=theme, related={"services": [service]}, steps=[{"title_en": "Go", "text_en": "Now."}]
    )
    RuleFactory(guide=guide)
    event = EventFactory(organisation=service.organisation, place=place, themes=[theme])
    registration = comes(OccurrenceFactory(event=event), language="fr")
    for thing in [*Theme.objects.all(), service, guide, *guide.steps.all(), event]:
        translate_by_machine(thing)
    index_services([service])
    return World(theme, service, guide, Registration.objects.told().get(pk=registration.pk), town)


def translate_by_machine(thing: Any) -> None:
    """Let every text of `thing` read in French as a machine of these tests writes."""
    for field in fields_of(type(thing)):
        text = f"machinal-{thing._meta.model_name}-{field}"
        type(thing)._default_manager.filter(pk=thing.pk).update(**{f"{field}_fr": text})
        TranslationState.objects.create(
            model=thing._meta.label_lower,
            object_id=thing.pk,
            field=field,
            language="fr",
            source_language="en",
            source_hash="0" * 64,
            text_hash=source_hash(text),
            origin="machine",
        )


def on_my_menu(world: World) -> Any:
    """The browser of somebody on whose menu and among whose events it stands."""
    browser = browser_of(an_account("ada@example.org"))
    for thing in (world.service, world.guide):
        ref = str(ref_to(thing))
        browser.post(reverse("services:menu-put", args=[ref]), {"add": ref})
    return browser


def own(name: str) -> Callable[[Any, World], Any]:
    return lambda _client, world: on_my_menu(world).get(reverse(name))


def shared(_client: Any, world: World) -> Any:
    """The living link of somebody's menu, read by a stranger."""
    on_my_menu(world).post(reverse("services:menu-share"))
    return _client.get(Menu.objects.get().get_absolute_url())


def at(name: str, *facts: str, **query: str) -> Callable[[Any, World], Any]:
    """The page `name`; `facts` are what its address names, as attributes of the world."""

    def get(client: Any, world: World) -> Any:
        named = [_fact(world, fact) for fact in facts]
        asked = {key: value.format(world=world) for key, value in query.items()}
        return client.get(reverse(name, args=named), asked)

    return get


def _fact(world: World, path: str) -> Any:
    found: Any = world
    for part in path.split("."):
        found = getattr(found, part)
    return found


SERVICE = ("service.slug", "service.public_id")
EVENT = ("event.slug", "event.public_id")
GUIDE = ("guide.slug", "guide.public_id")
CODE = "registration.code"
DUE = {"group": "non-eu", "basis": "work", "arrival": "2027-03-01"}

PAGES: dict[str, tuple[Callable[[Any, World], Any], set[str]]] = {
    "home": (at("home"), {"theme", "event"}),
    "services": (at("services:list"), {"theme", "service"}),
    "services of a theme": (at("services:list", theme="homes"), {"theme", "service"}),
    "services found": (at("services:list", q="help"), {"theme", "service"}),
    "service": (at("services:service", *SERVICE), {"theme", "service", "guide", "event"}),
    "correcting": (at("services:correct", "service.public_id"), {"service"}),
    "top theme": (at("services:theme", "theme.parent.slug"), {"theme", "service", "guide"}),
    "theme": (at("services:theme", "theme.slug"), {"theme", "service", "guide"}),
    "municipality": (at("region:municipality", "municipality.slug"), {"service", "event"}),
    "popups": (at("services:popup-several", bbox=GENT), {"service"}),
    "frame": (at("services:embed"), {"service"}),
    "offer of the frame": (at("services:embed-offer"), {"theme"}),
    "menu": (own("services:menu"), {"service", "guide"}),
    "menu in a link": (at("services:menu", of="{world.of}"), {"service", "guide"}),
    "menu shared": (shared, {"service", "guide"}),
    "my rotonde": (own("my:overview"), {"service", "guide", "event"}),
    "guides": (at("services:guides"), {"theme", "guide"}),
    "guides found": (at("services:guides", q="go"), {"guide"}),
    "guide": (at("services:guide", *GUIDE), {"theme", "service", "guide", "guidestep"}),
    "events": (at("events:list"), {"theme", "event"}),
    "events of a theme": (at("events:list", theme="homes"), {"theme", "event"}),
    "month": (at("events:list", view="month", month="2027-03"), {"theme", "event"}),
    "event": (at("events:event", *EVENT), {"theme", "event"}),
    "registration": (at("events:registration", CODE), {"event"}),
    "withdrawing": (at("events:withdraw", CODE), {"event"}),
    "deadlines": (at("deadlines:list", **DUE), {"guide"}),
    "calendar": (at("events:feed"), {"event"}),
    "own calendar": (at("events:registration-calendar", CODE), {"event"}),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_label_stands_beside_the_text(client, world, page) -> None:
    get, expected = PAGES[page]
    response = get(client, world)
    assert response.status_code == 200
    told = words_of(response)
    assert kinds_in(told) == expected
    assert unlabelled(told) == []


def test_the_map_says_it_of_its_points(client, world) -> None:
    query = {"bbox": GENT, "zoom": "12", "lang": "fr"}
    found = client.get("/api/v1/map", query).json()
    (point,) = (feature["properties"] for feature in found["features"])
    assert point["machine"] is True
    assert point["name"] == "machinal-service-name"
    assert point["label"] == f"machinal-service-name {LABEL}"


def test_the_mail_about_a_registration_says_it(world) -> None:
    mail = render(Message.objects.get(kind="registration-confirmed"))
    for part in (mail.subject, mail.text, mail.html):
        told = " ".join(BeautifulSoup(part, "html.parser").get_text(" ").split())
        assert kinds_in(told) == {"event"}
        assert unlabelled(told) == []


def test_every_kind_a_machine_may_write_is_looked_for() -> None:
    seen = set().union(*(expected for _get, expected in PAGES.values()))
    assert seen == {code for code, kind in kinds().items() if kind.by_machine}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Lisez machinal-service-name (traduction automatique) ici", []),
        ("En bref (traduction automatique) machinal-service-name", []),
        ("machinal-service-name", ["machinal-service-name"]),
        (
            "machinal-theme-name (traduction automatique) machinal-service-name",
            ["machinal-service-name"],
        ),
    ],
)
def test_one_label_speaks_of_one_text(told, wrong) -> None:
    assert unlabelled(told) == wrong


def words_of(response: Any) -> str:
    """What readers see: no head, and no button that says again of what it stands beside."""
    if not response["Content-Type"].startswith("text/html"):
        return " ".join(response.content.decode().replace("\r\n ", "").replace("\\", "").split())
    page = BeautifulSoup(response.content, "html.parser")
    for unseen in page.select("head, script, style, template, button"):
        unseen.decompose()
    return " ".join(page.get_text(" ").split())


_TEXT = r"machinal-[a-z]+-[a-z]+"


def kinds_in(told: str) -> set[str]:
    """The kinds whose texts stand there."""
    return {text.split("-")[1] for text in re.findall(_TEXT, told)}


def unlabelled(told: str) -> list[str]:
    """The texts without a label of their own: right after them, or in the heading before."""
    label = re.escape(LABEL)
    bare = re.sub(rf"{_TEXT}\s*{label}", "", told, flags=re.IGNORECASE)
    bare = re.sub(rf"{label}\s*{_TEXT}", "", bare, flags=re.IGNORECASE)
    return re.findall(_TEXT, bare)

"""What services say on the pages of others."""

from django.http import HttpRequest
from django.utils.translation import get_language

from rotonde.accounts.models import User
from rotonde.common.languages import CODES
from rotonde.common.panels import Panel, register
from rotonde.region.models import Municipality
from rotonde.translations.labels import mark_machine
from rotonde.translations.reading import shown
from services.map.tiles import tile_of
from services.menus.mine import refs_of
from services.menus.reading import told
from services.models import Channel, Service
from services.town_halls import is_town_hall, town_halls

NEARBY = 6
IN_TOWN = 6


def town_hall_of(request: HttpRequest, municipality: Municipality) -> Panel:
    """The desk that registers people, or where to ask while we do not know it."""
    found = town_halls([municipality.pk])[municipality.pk]
    mark_machine(found, reader=_reader())
    context = {"municipality": municipality, "town_hall": found}
    return Panel("services/_town_hall.html", context)


def in_municipality(request: HttpRequest, municipality: Municipality) -> Panel:
    """What there is in the municipality but its town hall, and what is nearest outside it."""
    here = Channel.objects.filter(place__municipality=municipality).values("service")
    local = list(Service.objects.published().filter(pk__in=here).by_theme().told())
    others = [service for service in local if not is_town_hall(service)]
    x, y = tile_of(municipality.latitude, municipality.longitude)
    elsewhere = Service.objects.published().exclude(pk__in=here)
    nearby = list(elsewhere.nearest(x, y, other_than=municipality, limit=NEARBY))
    mark_machine([*others[:IN_TOWN], *nearby], reader=_reader())
    return Panel(
        "services/_in_municipality.html",
        {
            "municipality": municipality,
            "name": shown(municipality, "name", _reader()).text,
            "local": others[:IN_TOWN],
            "all_here": len(local),
            "nearby": nearby,
        },
    )


def my_menu(request: HttpRequest, user: User) -> Panel:
    """On my rotonde: what stands on the account's menu, in its order."""
    return Panel("services/panels/my_menu.html", {"told": told(refs_of(request))})


def _reader() -> str:
    return get_language() or CODES[0]


def register_panels() -> None:
    register("municipality.main", town_hall_of)
    register("municipality.more", in_municipality)
    register("my.kept", my_menu)

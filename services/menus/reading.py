"""What stands on a menu, told in full; as many queries for forty entries as for one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from rotonde.common.languages import CODES
from rotonde.translations.labels import mark_machine
from services.guides.models import Guide
from services.menus.refs import Ref, Refs
from services.models.services import Service


@dataclass(frozen=True)
class Entry:
    """One entry as a page shows it."""

    ref: Ref
    thing: Any

    @property
    def service(self) -> Service | None:
        return self.thing if isinstance(self.thing, Service) else None

    @property
    def guide(self) -> Guide | None:
        return self.thing if isinstance(self.thing, Guide) else None

    @property
    def field(self) -> str:
        """The field that holds its name."""
        return "title" if self.guide else "name"

    @property
    def icon(self) -> str:
        return self.guide.icon if self.guide else "hand"


@dataclass(frozen=True)
class Told:
    """The entries that readers may see, and the references of those that are no longer there."""

    entries: list[Entry]
    gone: Refs

    @property
    def refs(self) -> Refs:
        return tuple(entry.ref for entry in self.entries)


def told(refs: Refs) -> Told:
    """`refs` in their order, with everything a page or a sheet of paper tells of them."""
    services = _by_id(Service.objects.published().told(), _ids(refs, "s"))
    guides = _by_id(Guide.objects.published().on_a_card(), _ids(refs, "g"))
    found = {"s": services, "g": guides}
    entries = [
        Entry(ref, found[ref.kind][ref.public_id])
        for ref in refs
        if ref.public_id in found[ref.kind]
    ]
    mark_machine([entry.thing for entry in entries], reader=get_language() or CODES[0])
    there = {entry.ref for entry in entries}
    return Told(entries, tuple(ref for ref in refs if ref not in there))


def published(refs: Refs) -> Refs:
    """Those of `refs` that readers may see."""
    there: set[Ref] = set()
    if ids := _ids(refs, "s"):
        found = Service.objects.published().filter(public_id__in=ids)
        there |= {Ref("s", public_id) for public_id in found.values_list("public_id", flat=True)}
    if ids := _ids(refs, "g"):
        cards = Guide.objects.published().filter(public_id__in=ids)
        there |= {Ref("g", public_id) for public_id in cards.values_list("public_id", flat=True)}
    return tuple(ref for ref in refs if ref in there)


def ref_to(thing: Service | Guide) -> Ref:
    return Ref("s" if isinstance(thing, Service) else "g", thing.public_id)


def _by_id(things: QuerySet[Any], ids: list[str]) -> dict[str, Any]:
    return {each.public_id: each for each in things.filter(public_id__in=ids)} if ids else {}


def _ids(refs: Refs, kind: str) -> list[str]:
    return [ref.public_id for ref in refs if ref.kind == kind]

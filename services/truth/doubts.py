"""What in the directory may be wrong: found by rules, listed for the editors.

Each rule is a function that tells its doubts; none changes anything.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from django.db.models import F, Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rotonde.common.languages import AUTONYMS, CODES
from rotonde.search.folding import words
from services.models import OwnersCheck, Place, Service

# No municipality of the region reaches further from its middle.
FAR = 15.0  # km
STALE = timedelta(days=182)
_EARTH = 6371.0


@dataclass(frozen=True)
class Doubt:
    """`what` may be wrong because of `why`; `url` is where an editor mends it."""

    what: str
    why: str
    url: str


def outside_their_municipality() -> list[Doubt]:
    """Places whose postcode is another municipality's, or whose point lies too far from it."""
    places = Place.objects.filter(municipality__isnull=False).select_related("municipality")
    return [Doubt(place.name, why, edit(place)) for place in places for why in _misplaced(place)]


def without_a_language() -> list[Doubt]:
    """Published entries without a name or a summary in one of the eight languages."""
    missing = Q()
    for code in CODES:
        missing |= Q(**{f"name_{code}": None}) | Q(**{f"name_{code}": ""})
        missing |= Q(**{f"summary_{code}": None}) | Q(**{f"summary_{code}": ""})
    return [
        Doubt(
            named(service),
            _("Not in: %(languages)s") % {"languages": ", ".join(_unspoken(service))},
            edit(service),
        )
        for service in Service.objects.published().filter(missing)
    ]


def stale(*, at: datetime) -> list[Doubt]:
    """Published entries that nobody has looked at for half a year, the oldest first."""
    since = timezone.localdate(at - STALE)
    found = Service.objects.published().filter(Q(checked_on=None) | Q(checked_on__lt=since))
    return [
        Doubt(
            named(service),
            _("Checked on %(day)s") % {"day": date_format(service.checked_on)}
            if service.checked_on
            else _("Never checked"),
            edit(service),
        )
        for service in found.order_by(F("checked_on").asc(nulls_first=True), "slug")
    ]


def unconfirmed() -> list[Doubt]:
    """Entries whose owner did not answer: marked, or hidden by now."""
    found = Service.objects.filter(owners_check__marked_at__isnull=False)
    return [
        Doubt(
            named(service),
            _silence(service.owners_check) % {"mail": service.owners_check.recipient},
            edit(service),
        )
        for service in found.select_related("owners_check").order_by("slug")
    ]


def out_of_reach() -> list[Doubt]:
    """Published entries whose owner cannot be asked: no mail address is known."""
    found = Service.objects.published().filter(email="", organisation__email="")
    return [
        Doubt(named(service), str(service.organisation.name), edit(service))
        for service in found.select_related("organisation").order_by("slug")
    ]


def duplicates() -> list[Doubt]:
    """Published entries of one name at one place, or of one name and one web address."""
    seen: dict[tuple[str, ...], list[Service]] = defaultdict(list)
    for service in Service.objects.published().prefetch_related("channels").order_by("slug"):
        for name in {str(getattr(service, f"name_{code}") or "") for code in ("en", "nl")} - {""}:
            told = " ".join(words(name))
            for where in _whereabouts(service):
                seen[told, where].append(service)
    pairs = {
        (first, second): None
        for services in seen.values()
        for first, second in combinations(dict.fromkeys(services), 2)
    }
    return [
        Doubt(named(first), f"{first.slug} · {second.slug}", edit(second))
        for first, second in pairs
    ]


def edit(thing: Model) -> str:
    """Where an editor changes it."""
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def named(service: Service) -> str:
    """In English or else in Dutch: one of them is there."""
    return str(getattr(service, "name_en", "") or getattr(service, "name_nl", ""))


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance of two points (latitude, longitude, in degrees), on a round earth."""
    (south, west), (north, east) = (tuple(map(math.radians, point)) for point in (here, there))
    square = math.sin((north - south) / 2) ** 2
    square += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(square))


def _silence(check: OwnersCheck) -> str:
    if check.replied_at:
        return _("Hidden: no answer from %(mail)s until a late correction")
    if check.hidden_at:
        return _("Hidden: no answer from %(mail)s")
    return _("Marked: no answer from %(mail)s")


def _misplaced(place: Place) -> Iterator[str]:
    town = place.municipality
    if town is None:
        return
    if place.postal_code and place.postal_code not in town.postcodes:
        names = {"postcode": place.postal_code, "municipality": town.name_nl}
        yield _("%(postcode)s is no postcode of %(municipality)s") % names
    if place.latitude is not None and place.longitude is not None:
        far = kilometres((place.latitude, place.longitude), (town.latitude, town.longitude))
        if far > FAR:
            told = {"kilometres": round(far), "municipality": town.name_nl}
            yield _("%(kilometres)d km from the middle of %(municipality)s") % told


def _unspoken(service: Service) -> list[str]:
    return [
        AUTONYMS[code]
        for code in CODES
        if not (getattr(service, f"name_{code}") and getattr(service, f"summary_{code}"))
    ]


def _whereabouts(service: Service) -> Iterable[str]:
    places = {f"place {each.place_id}" for each in service.channels.all() if each.place_id}
    site = {service.website.rstrip("/")} if service.website else set()
    return places | site

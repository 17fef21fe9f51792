"""Entries that are perhaps listed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from django.db.models import CharField, Count, F, Func, Value

from rotonde.search.folding import fold
from services.models import Channel, Service
from services.truth.doubts import Doubt, edit_address


class Entry(NamedTuple):
    """What tells one entry from another."""

    slug: str
    pk: int
    name_en: str | None
    name_nl: str | None

    @property
    def names(self) -> set[str]:
        """As they are compared: the database's locale decides nothing."""
        return {fold(name) for name in (self.name_en, self.name_nl) if name}


def duplicates() -> list[Doubt]:
    """Published entries of one name at one place, or of one name and one web address."""
    seen: dict[tuple[str, str], set[Entry]] = defaultdict(set)
    for where, entry in _neighbours():
        for name in entry.names:
            seen[where, name].add(entry)
    pairs = {
        pair for entries in seen.values() for pair in combinations(sorted(entries, key=_slug), 2)
    }
    return [
        Doubt(
            one.name_en or one.name_nl or "",
            f"{one.slug} · {two.slug}",
            edit_address(Service, two.pk),
        )
        for one, two in sorted(pairs, key=lambda pair: (_slug(pair[0]), _slug(pair[1])))
    ]


def _neighbours() -> Iterator[tuple[str, Entry]]:
    """Published entries with a place or a web address that another one has too."""
    published = Service.objects.published()
    channels = Channel.objects.filter(service__in=published, place__isnull=False).order_by()
    shared = channels.values("place").annotate(number=Count("service", distinct=True))
    here = channels.filter(place__in=shared.filter(number__gt=1).values("place"))
    told = [f"service__{field}" for field in Entry._fields]
    for place, *fields in here.values_list("place", *told).distinct():
        yield f"place {place}", Entry(*fields)
    site = Func(F("website"), Value("/"), function="rtrim", output_field=CharField())
    sites = published.exclude(website="").annotate(site=site).order_by()
    common = sites.values("site").annotate(number=Count("pk")).filter(number__gt=1)
    there = sites.filter(site__in=common.values("site"))
    for address, *fields in there.values_list("site", *Entry._fields):
        yield address, Entry(*fields)


def _slug(entry: Entry) -> str:
    return entry.slug

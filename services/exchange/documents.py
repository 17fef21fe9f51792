"""Whole files of services; the same content is the same bytes.

Written piece by piece: fifty thousand services are never in memory at once.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rotonde.region.models import Municipality
from services.exchange import geojson, hsds
from services.exchange.records import (
    Record,
    Values,
    municipality_values,
    records_of,
    theme_values,
)
from services.exchange.tables import table
from services.models import Place, Theme
from services.querysets import ServiceQuerySet

FORMATS = {
    "hsds": "application/json",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}


def document(services: ServiceQuerySet, form: str) -> Iterator[str]:
    """The pieces of a file of `services` in one of FORMATS."""
    records = records_of(services)
    if form == "csv":
        return table(records)
    return _geojson(records) if form == "geojson" else _hsds(services, records)


def themes_by_slug() -> dict[str, Values]:
    """The themes as values, in the order of their slugs."""
    themes = Theme.objects.select_related("parent").order_by("slug")
    return {theme.slug: theme_values(theme) for theme in themes}


def _hsds(services: ServiceQuerySet, records: Iterable[Record]) -> Iterator[str]:
    """One page of HSDS that holds everything.

    With the themes and municipalities it speaks of, so that an empty portal can read it.
    """
    terms, number = themes_by_slug(), services.count()
    used = Place.objects.filter(channels__service__in=services).values("municipality")
    municipalities = Municipality.objects.filter(pk__in=used).order_by("nis_code")
    page = {
        "empty": not number,
        "first_page": True,
        "last_page": True,
        "page_number": 1,
        "size": number,
        "total_items": number,
        "total_pages": 1,
        "version": "3.0",
        hsds.EXTENSION: {
            "municipalities": [municipality_values(each) for each in municipalities],
            "taxonomy_terms": [hsds.term_told(each) for each in terms.values()],
        },
    }
    told = (hsds.service_told(record, terms) for record in records)
    return _with_list("contents", told, page)


def _geojson(records: Iterable[Record]) -> Iterator[str]:
    found = (feature for record in records for feature in geojson.features(record))
    return _with_list("features", found, {"type": "FeatureCollection"})


def _with_list(name: str, members: Iterable[Any], others: Values) -> Iterator[str]:
    """A JSON object: the list `name` first, a line for each member, then the other members."""
    yield f'{{"{name}": ['
    for number, member in enumerate(members):
        yield (",\n" if number else "\n") + _json(member)
    yield "\n]" + "".join(f',\n"{key}": {_json(others[key])}' for key in sorted(others)) + "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

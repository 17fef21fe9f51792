"""What a page tells its map: where to look, and what to ask the API for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from services.forms import FilterForm
from services.models import Service

# What the map shows before the reader chooses: the province with a margin (W, S, E, N).
REGION = "3.33,50.70,4.42,51.37"
# The filters of the list that the map shares with it; the box is the map's own.
SHARED = ("q", "exact", "theme", "kind", "language", "municipality", "open", "access")
_CLOSE = 13


@dataclass(frozen=True)
class MapSettings:
    """Becomes data attributes; `bounds` is W,S,E,N in degrees, `point` "latitude,longitude".

    `name` is that of the point, `query` the filters that the map shares with the list, `box` the
    one that was asked for.
    """

    tiles: str
    attribution: str
    bounds: str = REGION
    point: str = ""
    name: str = ""
    zoom: int = _CLOSE
    query: str = ""
    box: str = ""

    @property
    def state(self) -> str:
        """What the map shows as a query string: its filters and its box."""
        box = urlencode({"bbox": self.box}) if self.box else ""
        return "&".join(part for part in (self.query, box) if part)


def _settings(**where: Any) -> MapSettings:
    return MapSettings(tiles=settings.TILE_URL, attribution=settings.TILE_ATTRIBUTION, **where)


def region_map(query: QueryDict, form: FilterForm) -> MapSettings:
    """The map beside the list: the asked box, else the municipality, else the whole region."""
    shared = query.copy()
    for name in query:
        if name not in SHARED or name in form.errors:
            del shared[name]
    filters = form.filters
    if filters.box:
        box = query["bbox"]
        return _settings(bounds=box, box=box, query=shared.urlencode())
    if filters.municipality:
        town = filters.municipality
        point = f"{town.latitude},{town.longitude}"
        return _settings(point=point, zoom=12, query=shared.urlencode())
    return _settings(query=shared.urlencode())


def service_map(service: Service) -> MapSettings | None:
    """A small map around the first place of a service that has a point; None without one."""
    place = next((place for place in service.places if place.has_point), None)
    if place is None:
        return None
    return _settings(point=f"{place.latitude},{place.longitude}", zoom=15, name=place.name)

"""Whether a point lies in the service area: the region and its neighbours over the border.

The area is data: a polygon of GeoJSON, `fixtures/region/service-area.geojson` unless
`SERVICE_AREA` names another file.
"""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

Ring = tuple[tuple[float, float], ...]


def in_area(latitude: float, longitude: float) -> bool:
    """Whether the point lies within the outline of the service area."""
    return _inside(longitude, latitude, _ring(settings.SERVICE_AREA))


def is_outside(latitude: float | None, longitude: float | None) -> bool:
    """Whether there is a point, and an editor should look at it: it lies outside."""
    known = latitude is not None and longitude is not None
    return known and not in_area(latitude, longitude)  # type: ignore[arg-type]


@cache
def _ring(path: Path | str) -> Ring:
    told = json.loads(Path(path).read_text(encoding="utf-8"))
    geometry = told.get("geometry", told)
    if geometry["type"] != "Polygon":
        raise ValueError(f"{path}: the service area is one Polygon")
    return tuple((float(x), float(y)) for x, y in geometry["coordinates"][0])


def _inside(x: float, y: float, ring: Ring) -> bool:
    """By the number of edges a line to the east crosses."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside

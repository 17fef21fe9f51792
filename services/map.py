"""What the map shows: services as points, gathered into at most 300 clusters by the database.

A point is one service at one place. The cells of a cluster are squares of the tile grid:
`x >> s, y >> s`, all integers, so that the counts add up. `s` starts where a cell is 64 pixels
wide at the asked zoom and rises until the features fit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F

from services.boxes import Box
from services.filters import Filters
from services.models import Channel, Place, Service
from services.tiles import ZOOM, coordinate_of

MOST_FEATURES = 300
_CELLS_PER_TILE = 2  # as a power of two: a tile of 256 pixels is 4 × 4 cells

# {points} is a query of ours (service_id, place_id, x, y), its values travel as parameters.
_CLUSTERS = """
WITH point AS MATERIALIZED ({points}),
fitting AS (
    SELECT min(s) AS s FROM generate_series(%s, %s) AS s
    WHERE (SELECT count(*) FROM (SELECT DISTINCT x >> s, y >> s FROM point) AS cell) <= %s
)
SELECT count(*), sum(x)::bigint, sum(y)::bigint, min(service_id), min(place_id), max(place_id),
       (SELECT count(DISTINCT service_id) FROM point)
FROM point, fitting
GROUP BY x >> s, y >> s
ORDER BY x >> s, y >> s
"""


@dataclass(frozen=True)
class Cluster:
    """Points close together: `service` where there is just one; `place` is that of one of them."""

    count: int
    latitude: float
    longitude: float
    service: Service | None
    place: Place
    one_place: bool


@dataclass(frozen=True)
class Map:
    """The clusters; the counts add up to `points`, which belong to `services` different services.

    `without_place` more services match the other filters, but no box can show them.
    """

    clusters: list[Cluster]
    services: int
    points: int
    without_place: int


def services_map(filters: Filters, *, box: Box, zoom: int, reader: str) -> Map:
    """The points in `box` of all services that match `filters`, in four queries."""
    rows = _rows(replace(filters, box=box), _shifts(box, zoom), reader=reader)
    singles = [service_id for count, _x, _y, service_id, *_rest in rows if count == 1]
    named = Service.objects.select_related("organisation").in_bulk(singles)
    places = Place.objects.in_bulk([row[4] for row in rows])
    return Map(
        clusters=[_cluster(row, named, places) for row in rows],
        services=rows[0][6] if rows else 0,
        points=sum(row[0] for row in rows),
        without_place=Service.objects.off_the_map(filters, reader=reader).count(),
    )


def _rows(filters: Filters, shifts: tuple[int, int], *, reader: str) -> list[tuple[Any, ...]]:
    matching = Service.objects.matching(filters.without(*Filters.OF_A_CHANNEL), reader=reader)
    points = (
        Channel.objects.answering(filters)
        .filter(service__in=matching.values("pk"))
        .order_by()
        .values("service_id", "place_id", x=F("place__x"), y=F("place__y"))
        .distinct()
    )
    try:
        sql, params = points.query.sql_with_params()
    except EmptyResultSet:  # words that can match nothing need no database
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTERS.format(points=sql), [*params, *shifts, MOST_FEATURES])
        return cursor.fetchall()


def _shifts(box: Box, zoom: int) -> tuple[int, int]:
    """From the cells asked for to cells that surely fit: the box is 8 × 8 tiles, 16 × 16 halves."""
    finest = max(0, ZOOM - zoom - _CELLS_PER_TILE)
    return finest, max(finest, box.shift - 1)


def _cluster(row: tuple[Any, ...], named: dict[int, Service], places: dict[int, Place]) -> Cluster:
    count, sum_x, sum_y, service_id, first_place, last_place, _services = row
    latitude, longitude = coordinate_of(sum_x / count + 0.5, sum_y / count + 0.5)
    return Cluster(
        count=count,
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        service=named[service_id] if count == 1 else None,
        place=places[first_place],
        one_place=first_place == last_place,
    )

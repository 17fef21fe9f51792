"""What the map shows: services as points, gathered into at most 300 clusters by the database.

A point is one service at one place. The cells of a cluster are squares of the tile grid:
`x >> s, y >> s`, all integers, so that the counts add up. `s` starts where a cell is 64 pixels
wide at the asked zoom and rises until the features fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from rotonde.search.finding import find
from services.filters import Filters
from services.map.boxes import Box
from services.map.tiles import ZOOM, coordinate_of
from services.models import Channel, Place, Point, Service
from services.search import KIND

MOST_FEATURES = 300
_CELLS_PER_TILE = 2  # as a power of two: a tile of 256 pixels is 4 × 4 cells

# {points} is a query of ours, the points of the box, and {nowhere} one of services that match but
# lie in no box; their values travel as parameters. The points are read into the finest cells;
# coarser ones are made of those, from the coarsest down, until one does not fit.
_CLUSTERS = """
WITH point AS {kept} ({points}),
cell AS MATERIALIZED (
    SELECT x >> %s AS x, y >> %s AS y, count(*) AS points,
           count(*) FILTER (WHERE alone) AS alone, sum(x)::bigint AS sum_x,
           sum(y)::bigint AS sum_y, min(service_id) AS service_id,
           min(place_id) AS first_place, max(place_id) AS last_place,
           -- The place nearest to the middle: its distance in tiles before its number.
           min((abs((x & %s) - %s) + abs((y & %s) - %s))::bigint << 31 | place_id)
               & 2147483647 AS middle_place
    FROM point GROUP BY 1, 2
),
fitting AS MATERIALIZED (
    SELECT coalesce((
        SELECT coarser FROM generate_series(%s, 0, -1) AS coarser
        WHERE (SELECT count(*) FROM (SELECT DISTINCT x >> coarser, y >> coarser FROM cell) AS each)
              > %s
        LIMIT 1
    ) + 1, 0) AS s
),
gathered AS (
    SELECT x >> s AS x, y >> s AS y, middle_place AS place_id,
           sum(points) OVER here AS points, sum(sum_x) OVER here AS sum_x,
           sum(sum_y) OVER here AS sum_y, min(service_id) OVER here AS service_id,
           min(first_place) OVER here = max(last_place) OVER here AS one_place,
           sum_x / points AS own_x, sum_y / points AS own_y
    FROM cell, fitting WINDOW here AS (PARTITION BY x >> s, y >> s)
),
cluster AS (
    -- Called by the cell nearest to its middle.
    SELECT DISTINCT ON (x, y) x, y, points::bigint, sum_x::bigint, sum_y::bigint, service_id,
           place_id, one_place
    FROM gathered
    ORDER BY x, y, (own_x - sum_x / points) ^ 2 + (own_y - sum_y / points) ^ 2, place_id
    -- They fit by now; the planner is told so.
    LIMIT %s
),
total AS (
    -- A service that is at one place only need not be told from others.
    SELECT coalesce((SELECT sum(alone) FROM cell), 0)::bigint
           + (SELECT count(DISTINCT service_id) FROM point WHERE NOT alone) AS services,
           (SELECT count(*) FROM ({nowhere}) AS each) AS without_place
)
SELECT total.services, total.without_place, cluster.points, cluster.sum_x, cluster.sum_y,
       cluster.one_place, place.name, place.locality, place.street_address, organisation.kind,
       {texts}
FROM total
LEFT JOIN cluster ON true
LEFT JOIN services_place AS place ON place.id = cluster.place_id
LEFT JOIN services_service AS service ON cluster.points = 1 AND service.id = cluster.service_id
LEFT JOIN organisations_organisation AS organisation ON organisation.id = service.organisation_id
ORDER BY cluster.x, cluster.y
"""
# What a single point tells of its service, in the order of the model's columns.
_TOLD = {"id", "public_id", "slug", *(f"name_{code}" for code in CODES)}
_TEXTS = [each.attname for each in Service._meta.concrete_fields if each.attname in _TOLD]


@dataclass(frozen=True)
class Cluster:
    """Points close together: `service` where there is just one; `place` is one near the middle."""

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
    """The points in `box` of all services that match `filters`, in one query."""
    rows = _rows(filters, box, _shifts(box, zoom), reader=reader)
    services, without_place = rows[0][:2] if rows else (0, 0)
    # Where the box is empty one row tells of the rest.
    clusters = [_cluster(row[2:]) for row in rows if row[2]]
    return Map(clusters, services, sum(each.count for each in clusters), without_place)


def _rows(
    filters: Filters, box: Box, shifts: tuple[int, int], *, reader: str
) -> list[tuple[Any, ...]]:
    here = replace(filters, box=box)
    # What the words mean is asked once for both.
    entries = find(KIND, filters.q, reader) if filters.q else None
    points = Point.objects.matching(here, reader=reader, entries=entries)
    try:
        sql, of_points = _sql(points.values("service_id", "place_id", "x", "y", "alone"))
        nowhere, of_nowhere = _sql(_nowhere(filters.without("box"), reader, entries))
    except EmptyResultSet:  # words that can match nothing need no database
        return []
    finest, coarsest = shifts
    statement = _CLUSTERS.format(
        points=sql,
        # A box alone is read twice quicker from its index; what was searched for is kept.
        kept="MATERIALIZED" if filters.without("box").are_set else "NOT MATERIALIZED",
        nowhere=nowhere,
        texts=", ".join(f"service.{name}" for name in _TEXTS),
    )
    within, middle = (1 << finest) - 1, 1 << finest >> 1
    cells = [finest, finest, within, middle, within, middle]
    values = [*cells, coarsest - finest, MOST_FEATURES, MOST_FEATURES]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*of_points, *values, *of_nowhere])
        return cursor.fetchall()


def _nowhere(anywhere: Filters, reader: str, entries: Any) -> QuerySet[Any, Any]:
    """The services that match, but at no place with coordinates."""
    if not anywhere.ask_for_a_channel:
        points = Point.objects.nowhere().matching(anywhere, reader=reader, entries=entries)
        return points.values("service_id")
    of_services = anywhere.without(*Filters.OF_A_CHANNEL)
    services = Service.objects.matching(of_services, reader=reader, entries=entries)
    matching = services.order_by().values("pk")
    channels = Channel.objects.answering(anywhere).order_by()
    placed = channels.filter(service=OuterRef("service")).on_the_map()
    nowhere = channels.off_the_map().filter(service__in=matching).exclude(Exists(placed))
    return nowhere.values("service_id").distinct()


def _sql(query: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    return query.order_by().query.sql_with_params()


def _shifts(box: Box, zoom: int) -> tuple[int, int]:
    """From the cells asked for to cells that surely fit: the box is 8 × 8 tiles, 16 × 16 halves.

    No screen shows more than 8 tiles each way twice over: who asks for a whole country at the zoom
    of a street gets cells of the country, not fifty thousand to gather.
    """
    finest = max(0, ZOOM - zoom - _CELLS_PER_TILE, box.shift - _CELLS_PER_TILE - 1)
    return finest, max(finest, box.shift - 1)


def _cluster(row: tuple[Any, ...]) -> Cluster:
    count, sum_x, sum_y, one_place, place, locality, street, kind, *texts = row
    latitude, longitude = coordinate_of(sum_x / count + 0.5, sum_y / count + 0.5)
    return Cluster(
        count=count,
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        service=_service(kind, texts) if count == 1 else None,
        place=Place(name=place, locality=locality, street_address=street),
        one_place=one_place,
    )


def _service(kind: str, texts: list[Any]) -> Service:
    """The service of a single point, with as much of it as a point tells."""
    found = Service.from_db(connection.alias, _TEXTS, texts)
    found.organisation = Organisation(kind=kind)
    return found

"""Web-Mercator tiles: where a coordinate lies on the grid, and back.

Tiles are those of zoom 22: x grows to the east, y to the south, 0 … 2**22 - 1, one tile about
6 m wide here. The projection is finite within ±85°; what lies beyond is put on the edge.
"""

import math

ZOOM = 22
TILES = 2**ZOOM
EDGE_LATITUDE = 85.0


def tile_of(latitude: float, longitude: float) -> tuple[int, int]:
    """The tile (x, y) at zoom 22 that holds the coordinate (degrees, WGS 84)."""
    radians = math.radians(min(max(latitude, -EDGE_LATITUDE), EDGE_LATITUDE))
    x = (longitude + 180) / 360 * TILES
    y = (1 - math.log(math.tan(radians) + 1 / math.cos(radians)) / math.pi) / 2 * TILES
    return _within(x), _within(y)


def coordinate_of(x: float, y: float) -> tuple[float, float]:
    """The latitude and longitude of a point on the grid; `x + 0.5` is the middle of a tile."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / TILES))))
    return latitude, x / TILES * 360 - 180


def _within(value: float) -> int:
    return min(max(math.floor(value), 0), TILES - 1)

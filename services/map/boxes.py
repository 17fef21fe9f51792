"""A box on the map, snapped to the tile grid so that list, map and caches speak of the same one.

The grid is that of the highest zoom at which the box spans at most 8 tiles each way; the box
grows to whole tiles of it. Two readers who look at almost the same spot ask the same question.
"""

import math
from dataclasses import dataclass

from services.map.tiles import EDGE_LATITUDE, TILES, coordinate_of, tile_of

MOST_TILES = 8
_LONGEST = 200


class BoxRefused(ValueError):
    """A text that names no box; `reason` is "shape", "range" or "swapped"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Box:
    """Whole tiles of zoom 22, all four borders included; `shift` leads to the grid's own zoom."""

    west: int
    north: int
    east: int
    south: int
    shift: int

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north: what the box covers after snapping."""
        north, west = coordinate_of(self.west, self.north)
        south, east = coordinate_of(self.east + 1, self.south + 1)
        return west, south, east, north


def parse_box(text: str) -> Box:
    """The snapped box of `west,south,east,north` in degrees. Raises BoxRefused.

    A box may not cross the date line: west lies west of east, south lies south of north.
    """
    west, south, east, north = _numbers(text)
    if not (-180 <= west <= 180 and -180 <= east <= 180):
        raise BoxRefused("range")
    if not (-90 <= south <= 90 and -90 <= north <= 90):
        raise BoxRefused("range")
    if west > east or south > north:
        raise BoxRefused("swapped")
    return snapped(west, south, east, north)


def snapped(west: float, south: float, east: float, north: float) -> Box:
    """The box of the grid around four borders in degrees that are known to be in order."""
    left, top = tile_of(min(north, EDGE_LATITUDE), west)
    right, bottom = tile_of(max(south, -EDGE_LATITUDE), east)
    shift = 0
    while max((right >> shift) - (left >> shift), (bottom >> shift) - (top >> shift)) >= MOST_TILES:
        shift += 1
    return Box(
        west=left >> shift << shift,
        north=top >> shift << shift,
        east=min(((right >> shift) + 1 << shift) - 1, TILES - 1),
        south=min(((bottom >> shift) + 1 << shift) - 1, TILES - 1),
        shift=shift,
    )


def _numbers(text: str) -> list[float]:
    if len(text) > _LONGEST:
        raise BoxRefused("shape")
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise BoxRefused("shape") from None
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise BoxRefused("shape")
    return numbers

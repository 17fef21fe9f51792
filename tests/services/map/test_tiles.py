import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.map.tiles import TILES, coordinate_of, tile_of
from services.models import Place
from tests.factories.services import PlaceFactory

TILE = 360 / TILES


@given(st.floats(-85, 85), st.floats(-180, 179.9999))
def test_the_middle_of_a_tile_lies_in_that_tile(latitude: float, longitude: float) -> None:
    x, y = tile_of(latitude, longitude)
    assert 0 <= x < TILES
    assert 0 <= y < TILES
    north, west = coordinate_of(x + 0.5, y + 0.5)
    assert tile_of(north, west) == (x, y)
    assert abs(west - longitude) <= TILE


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90, -180), (90, -180)])
def test_what_lies_beyond_the_projection_is_put_on_its_edge(
    latitude: float, longitude: float
) -> None:
    x, y = tile_of(latitude, longitude)
    assert 0 <= x < TILES
    assert 0 <= y < TILES


@pytest.mark.django_db
def test_the_database_computes_the_same_tiles() -> None:
    chance = random.Random(7)
    for _ in range(50):
        PlaceFactory(
            municipality=None,
            latitude=chance.uniform(50.6, 51.4),
            longitude=chance.uniform(3.2, 4.5),
        )
    for place in Place.objects.all():
        assert (place.x, place.y) == tile_of(place.latitude, place.longitude)


@pytest.mark.django_db
def test_a_place_without_coordinates_has_no_tile() -> None:
    place = PlaceFactory(latitude=None, longitude=None, municipality=None)
    place.refresh_from_db()
    assert place.x is None
    assert place.y is None

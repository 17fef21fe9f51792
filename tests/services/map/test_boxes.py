import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.map.boxes import MOST_TILES, BoxRefused, parse_box, snapped
from services.map.tiles import TILES, tile_of

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@given(longitudes, latitudes, longitudes, latitudes)
def test_a_snapped_box_covers_what_was_asked_with_few_tiles(
    west: float, south: float, east: float, north: float
) -> None:
    assume(west <= east and south <= north)
    box = snapped(west, south, east, north)
    left, top = tile_of(north, west)
    right, bottom = tile_of(south, east)
    assert box.west <= left <= right <= box.east
    assert box.north <= top <= bottom <= box.south
    columns = (box.east >> box.shift) - (box.west >> box.shift) + 1
    rows = (box.south >> box.shift) - (box.north >> box.shift) + 1
    assert max(columns, rows) <= MOST_TILES
    # Whole tiles of the grid, nothing less.
    size = 1 << box.shift
    assert box.west % size == box.north % size == 0
    assert (box.east + 1) % size == (box.south + 1) % size == 0
    assert box.east < TILES
    assert box.south < TILES


@given(longitudes, latitudes, longitudes, latitudes)
def test_the_grid_is_the_finest_that_fits(
    west: float, south: float, east: float, north: float
) -> None:
    assume(west <= east and south <= north)
    box = snapped(west, south, east, north)
    assume(box.shift > 0)
    finer = box.shift - 1
    left, top = tile_of(north, west)
    right, bottom = tile_of(south, east)
    assert max((right >> finer) - (left >> finer), (bottom >> finer) - (top >> finer)) >= MOST_TILES


def test_two_readers_at_almost_the_same_spot_ask_the_same() -> None:
    assert parse_box("3.7001,51.0001,3.7999,51.0999") == parse_box("3.7002,51.0002,3.7998,51.0998")


def test_a_box_without_extent_is_one_tile() -> None:
    box = parse_box("3.72,51.05,3.72,51.05")
    assert (box.west, box.north) == (box.east, box.south) == tile_of(51.05, 3.72)


def test_the_whole_world_fits() -> None:
    box = parse_box("-180,-90,180,90")
    assert (box.west, box.north, box.east, box.south) == (0, 0, TILES - 1, TILES - 1)
    west, south, east, north = box.degrees
    assert (west, east) == (-180, 180)
    assert south < -85
    assert north > 85


@given(longitudes, latitudes, longitudes, latitudes)
def test_degrees_enclose_the_question(west: float, south: float, east: float, north: float) -> None:
    assume(west <= east and -85 <= south <= north <= 85)
    found_west, found_south, found_east, found_north = snapped(west, south, east, north).degrees
    assert found_west <= west + 1e-9
    assert found_south <= south + 1e-9
    assert found_east >= east - 1e-9
    assert found_north >= north - 1e-9


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "shape"),
        ("1,2,3", "shape"),
        ("1,2,3,4,5", "shape"),
        ("a,b,c,d", "shape"),
        ("nan,0,1,1", "shape"),
        ("0,0,inf,1", "shape"),
        ("0,0,1e999,1", "shape"),
        ("1," * 500, "shape"),
        ("3,50,181,51", "range"),
        ("-180.1,50,4,51", "range"),
        ("3,-91,4,51", "range"),
        ("3,50,4,90.5", "range"),
        ("4,50,3,51", "swapped"),
        ("3,51,4,50", "swapped"),
        # Latitude first, as some write it, leaves the world.
        ("51,103.5,50,104", "range"),
        # Across the date line: not served, and said so.
        ("170,50,-170,51", "swapped"),
    ],
)
def test_what_names_no_box_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BoxRefused) as refused:
        parse_box(text)
    assert refused.value.reason == reason

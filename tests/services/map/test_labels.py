"""Points and clusters by name: told from each other wherever their places can be."""

import pytest

from services.filters import Filters
from services.map.boxes import parse_box
from services.map.clusters import services_map
from services.map.labels import labels
from tests.factories.services import PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db

BOX = parse_box("3.60,51.00,3.80,51.10")
SOUTH, NORTH = 51.035, 51.075


def place(name: str, latitude: float, longitude: float = 3.71, **changes: str) -> None:
    """A place with one service."""
    found = PlaceFactory(name=name, latitude=latitude, longitude=longitude, **changes)
    ServiceFactory(channels=[{"place": found}])


def told(zoom: int = 13) -> list[str]:
    return sorted(
        labels(services_map(Filters(), box=BOX, zoom=zoom, reader="en").clusters, reader="en")
    )


def test_one_cluster_of_a_town_is_called_by_the_town() -> None:
    place("Station", SOUTH)
    place("Library", SOUTH + 0.0004)
    place("Town hall", NORTH, locality="Evergem")
    place("Museum", NORTH + 0.0004, locality="Evergem")
    assert told() == ["2 services near Evergem", "2 services near Gent"]


def test_several_of_a_town_are_called_by_the_place_in_their_middle() -> None:
    for latitude, names in {
        SOUTH: ("Kiosk", "Gent-Sint-Pieters", "Snack bar"),
        NORTH: ("Quay", "Dok Noord", "Shed"),
    }.items():
        # One square of 64 pixels at zoom 11: from 3.691 to 3.735.
        for number, name in enumerate(names):
            place(name, latitude, 3.70 + 0.013 * number)
    assert told(zoom=8) == ["6 services near Gent"]
    near = told(zoom=11)
    assert near == ["3 services near Dok Noord", "3 services near Gent-Sint-Pieters"]


def test_places_called_alike_are_told_by_their_streets() -> None:
    for latitude, street in ((SOUTH, "Kouter"), (NORTH, "Coupure")):
        place("Community house", latitude, street_address=f"{street} 1")
        place("Community house", latitude + 0.0004, street_address=f"{street} 1")
    assert told() == ["2 services near Coupure 1", "2 services near Kouter 1"]


def test_no_two_in_a_box_are_called_alike() -> None:
    for number in range(60):
        place(f"Place {number}", 51.01 + number % 10 * 0.009, 3.61 + number // 10 * 0.03)
        place(f"Beside {number}", 51.01 + number % 10 * 0.009, 3.6104 + number // 10 * 0.03)
    for zoom in range(8, 20):
        named = told(zoom)
        assert len(set(named)) == len(named), zoom


def test_a_point_has_the_name_of_its_service_and_a_shared_place_its_own() -> None:
    shared = PlaceFactory(name="Community house", latitude=NORTH, longitude=3.71)
    for name in ("Lunch", "Repair"):
        ServiceFactory(name_en=name, channels=[{"place": shared}])
    ServiceFactory(
        name_en="Bank", channels=[{"place": PlaceFactory(latitude=SOUTH, longitude=3.71)}]
    )
    assert told() == ["2 services at Community house", "Bank"]

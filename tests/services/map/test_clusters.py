"""The map against a brute force over all points in Python."""

import random
from collections import Counter

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from services.filters import Filters
from services.map.boxes import Box, parse_box, snapped
from services.map.clusters import MOST_FEATURES, services_map
from services.map.tiles import ZOOM, tile_of
from services.models import Channel, Place, Service, SpokenLanguage
from tests.factories.services import (
    ChannelFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ThemeFactory,
    desk,
)

pytestmark = pytest.mark.django_db

WORLD = (3.2, 50.6, 4.5, 51.4)


Point = tuple[int, int, list[str], int, int]


def all_points() -> list[Point]:
    """Service, place, languages and tile of every channel the public may see on a map."""
    return [
        (
            channel.service_id,
            place.pk,
            channel.spoken_languages,
            *tile_of(place.latitude, place.longitude),
        )
        for channel in Channel.objects.select_related("service", "place").prefetch_related("spoken")
        if (place := channel.place) is not None
        and place.latitude is not None
        and channel.service.state == "published"
    ]


def points_in(
    box: Box, points: list[Point], *, language: str = ""
) -> dict[tuple[int, int], tuple[int, int]]:
    """Each (service, place) in the box, and its tile, one by one."""
    return {
        (service, place): (x, y)
        for service, place, spoken, x, y in points
        if box.west <= x <= box.east and box.north <= y <= box.south
        if not language or language in spoken
    }


def cells(tiles: list[tuple[int, int]], shift: int) -> Counter[tuple[int, int]]:
    return Counter((x >> shift, y >> shift) for x, y in tiles)


@pytest.fixture
def world() -> None:
    """Clumps and loners, shared places, services with several channels, some hidden or nowhere."""
    chance = random.Random(11)
    organisation = OrganisationFactory()
    places = Place.objects.bulk_create(
        PlaceFactory.build(
            municipality=None,
            latitude=chance.choice([51.05, 50.94]) + chance.gauss(0, 0.15),
            longitude=chance.choice([3.72, 4.04]) + chance.gauss(0, 0.15),
        )
        for _ in range(420)
    )
    nowhere = PlaceFactory(municipality=None, latitude=None, longitude=None)
    services = Service.objects.bulk_create(
        ServiceFactory.build(
            organisation=organisation, state="hidden" if number % 17 == 0 else "published"
        )
        for number in range(400)
    )
    channels, spoken = [], []
    for service in services:
        chosen = [chance.choice([*places, nowhere, None]) for _ in range(chance.randint(1, 3))]
        for position, place in enumerate([*chosen, chosen[0]], start=1):
            spoken.append(chance.sample(["nl", "ar", "fr"], 2))
            channels.append(Channel(service=service, place=place, position=position, kind="online"))
    made = Channel.objects.bulk_create(channels)
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(channel=channel, language=language)
        for channel, languages in zip(made, spoken, strict=True)
        for language in languages
    )
    with connection.cursor() as cursor:
        # What other tests left behind makes these tables look empty, and each plan a walk of all.
        cursor.execute("ANALYZE services_service, services_channel, services_place")
        cursor.execute("ANALYZE services_spokenlanguage, services_point")


@pytest.mark.usefixtures("world")
def test_counts_add_up_and_equal_the_list_for_any_box() -> None:
    points = all_points()

    @settings(max_examples=60, deadline=None)
    @given(
        st.floats(WORLD[0], WORLD[2]),
        st.floats(WORLD[1], WORLD[3]),
        st.floats(0.0005, 1.3),
        st.floats(0.0005, 0.8),
        st.integers(0, ZOOM),
        st.sampled_from(["", "ar"]),
    )
    def check(  # noqa: PLR0917
        west: float, south: float, width: float, height: float, zoom: int, language: str
    ) -> None:
        box = snapped(west, south, west + width, south + height)
        filters = Filters(language=language, box=box)
        found = services_map(filters, box=box, zoom=zoom, reader="en")
        expected = points_in(box, points, language=language)
        assert sum(cluster.count for cluster in found.clusters) == found.points == len(expected)
        assert found.services == len({service for service, _place in expected})
        assert found.services == Service.objects.matching(filters, reader="en").count()
        assert len(found.clusters) <= MOST_FEATURES
        # The finest cells of the zoom that fit, and no coarser ones.
        tiles = list(expected.values())
        shift = max(0, ZOOM - zoom - 2, box.shift - 3)
        while len(cells(tiles, shift)) > MOST_FEATURES:
            shift += 1
        counts = sorted(cells(tiles, shift).values())
        assert sorted(cluster.count for cluster in found.clusters) == counts

    check()


@pytest.mark.usefixtures("world")
def test_a_cluster_lies_among_its_points_and_a_single_one_has_its_name() -> None:
    box = parse_box("3.2,50.6,4.5,51.4")
    found = services_map(Filters(), box=box, zoom=10, reader="en")
    assert 1 < len(found.clusters) <= MOST_FEATURES
    for cluster in found.clusters:
        x, y = tile_of(cluster.latitude, cluster.longitude)
        assert box.west <= x <= box.east
        assert box.north <= y <= box.south
        assert (cluster.service is not None) == (cluster.count == 1)


def test_one_service_with_two_channels_at_a_place_is_one_point() -> None:
    place = PlaceFactory()
    ServiceFactory(channels=[{"place": place}, {"place": place, "kind": "home-visit"}])
    box = parse_box("3.7,51.0,3.8,51.1")
    found = services_map(Filters(), box=box, zoom=12, reader="en")
    assert (found.points, found.services) == (1, 1)
    assert found.clusters[0].service is not None


def test_services_at_one_place_stay_together_and_say_so() -> None:
    place = PlaceFactory()
    for _ in range(3):
        ServiceFactory(channels=[{"place": place}])
    box = parse_box("3.73,51.04,3.74,51.05")
    found = services_map(Filters(), box=box, zoom=22, reader="en")
    assert [cluster.count for cluster in found.clusters] == [3]
    assert found.clusters[0].one_place


def test_other_filters_and_what_has_no_place() -> None:
    theme = ThemeFactory()
    desk("here", themes=[theme])
    desk("other")
    ServiceFactory(slug="by-phone", themes=[theme], channels=[{}])
    box = parse_box("3.7,51.0,3.8,51.1")
    found = services_map(Filters(theme=theme), box=box, zoom=12, reader="en")
    assert (found.services, found.points, found.without_place) == (1, 1, 1)


def test_who_asks_for_a_language_misses_those_who_speak_it_on_the_phone_only() -> None:
    both = ServiceFactory(channels=[{"spoken_languages": ["ar"]}])
    ChannelFactory(service=both, position=2, place=PlaceFactory(), spoken_languages=["nl"])
    ServiceFactory(channels=[{"place": PlaceFactory(latitude=None, longitude=None)}])
    desk("here", spoken=["ar"])
    box = parse_box("3.7,51.0,3.8,51.1")
    found = services_map(Filters(language="ar"), box=box, zoom=12, reader="en")
    assert (found.services, found.points, found.without_place) == (1, 1, 1)
    assert services_map(Filters(), box=box, zoom=12, reader="en").without_place == 1


def test_a_country_at_the_zoom_of_a_street_is_told_in_cells_of_the_country() -> None:
    for number in range(2):
        desk(f"neighbour-{number}", latitude=51.05 + number / 100)
    box = parse_box("2.5,49.5,6.4,51.5")
    assert len(services_map(Filters(), box=box, zoom=22, reader="en").clusters) == 1
    near = parse_box("3.7,51.0,3.8,51.1")
    assert len(services_map(Filters(), box=near, zoom=22, reader="en").clusters) == 2


def test_an_empty_box_is_an_empty_map() -> None:
    desk("here")
    box = parse_box("4.0,50.7,4.1,50.8")
    found = services_map(Filters(), box=box, zoom=12, reader="en")
    assert (found.clusters, found.services, found.points) == ([], 0, 0)


def test_a_search_without_hits_is_an_empty_map() -> None:
    desk("here")
    box = parse_box("3.7,51.0,3.8,51.1")
    assert services_map(Filters(q="nothing"), box=box, zoom=12, reader="en").points == 0
    assert services_map(Filters(q="!!!"), box=box, zoom=12, reader="en").points == 0


def test_one_query_whatever_the_number(django_assert_num_queries) -> None:
    box = parse_box("3.2,50.6,4.5,51.4")
    for number in range(2):
        for extra in range(1 + 2 * number):
            desk(f"s{number}-{extra}", latitude=51 + 0.05 * extra)
        with django_assert_num_queries(1):
            services_map(Filters(language="nl"), box=box, zoom=9, reader="en")


def test_what_words_mean_is_asked_once(django_assert_num_queries) -> None:
    box = parse_box("3.2,50.6,4.5,51.4")
    desk("help", findable=True)
    asked = Filters(q="help")
    assert services_map(asked, box=box, zoom=9, reader="en").points == 1, "stems are known now"
    with django_assert_num_queries(2):
        services_map(asked, box=box, zoom=9, reader="en")

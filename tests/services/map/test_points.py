"""The points follow what is published where, whichever way it is written."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from services.models import Channel, Place, Point, Service
from tests.factories.services import (
    ChannelFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    desk,
)

pytestmark = pytest.mark.django_db

Row = tuple[int, int | None, int | None, int | None, bool]


def points() -> set[Row]:
    return set(Point.objects.values_list("service", "place", "x", "y", "alone"))


def expected() -> set[Row]:
    """What the points should be, put together in Python."""
    rows: set[Row] = set()
    for service in Service.objects.filter(state="published"):
        there = {each.place for each in service.channels.all() if each.place and each.place.x}
        alone = len(there) <= 1
        rows |= {(service.pk, place.pk, place.x, place.y, alone) for place in there}
        if not there:
            rows.add((service.pk, None, None, None, True))
    return rows


def test_a_service_has_a_point_at_each_place_and_one_nowhere_without_any() -> None:
    desk("one")
    ServiceFactory(channels=[{"place": PlaceFactory()}, {"place": PlaceFactory()}])
    ServiceFactory(channels=[{}])
    ServiceFactory(channels=[{"place": PlaceFactory(latitude=None, longitude=None)}])
    ServiceFactory(state="hidden", channels=[{"place": PlaceFactory()}])
    assert points() == expected()
    assert sorted(row[4] for row in points()) == [False, False, True, True, True]


def test_hiding_takes_the_points_away_and_showing_brings_them_back() -> None:
    service = desk("one")
    Service.objects.update(state="hidden")
    assert not points()
    service.state = "published"
    service.save()
    assert points() == expected()


def test_a_place_that_moves_takes_its_points_along() -> None:
    desk("one")
    Place.objects.update(latitude=50.9)
    assert points() == expected()
    Place.objects.update(latitude=None, longitude=None)
    assert points() == expected()


def test_a_deleted_service_leaves_no_point() -> None:
    desk("one").delete()
    assert not points()


def test_bulk_writing_is_followed_too() -> None:
    owner = OrganisationFactory()
    services = Service.objects.bulk_create(
        ServiceFactory.build(organisation=owner) for _ in range(3)
    )
    places = [PlaceFactory(), PlaceFactory(), None]
    made = Channel.objects.bulk_create(
        Channel(service=service, place=place, kind="online", position=1)
        for service, place in zip(services, places, strict=True)
    )
    assert points() == expected()
    for channel in made:
        channel.place = places[0]
    Channel.objects.bulk_update(made, ["place"])
    assert points() == expected()


def add(service: Service, place: Place | None, number: int) -> None:
    if not service.channels.filter(position=number + 1).exists():
        ChannelFactory(service=service, place=place, kind="online", position=number + 1)


def remove(service: Service, place: Place | None, number: int) -> None:
    service.channels.filter(place=place).delete()


def go(service: Service, place: Place | None, number: int) -> None:
    service.channels.update(place=place)


def give_away(service: Service, place: Place | None, number: int) -> None:
    """The first channel becomes another service's."""
    other = Service.objects.exclude(pk=service.pk).order_by("pk")[number % 2]
    first = service.channels.order_by("position").first()
    if first and not other.channels.filter(position=first.position).exists():
        Channel.objects.filter(pk=first.pk).update(service=other)


def hide(service: Service, place: Place | None, number: int) -> None:
    Service.objects.filter(pk=service.pk).update(state="hidden")


def show(service: Service, place: Place | None, number: int) -> None:
    Service.objects.filter(pk=service.pk).update(state="published")


def move(service: Service, place: Place | None, number: int) -> None:
    latitude, longitude = (51 + number / 10, 3.7) if number else (None, None)
    Place.objects.filter(pk=place.pk if place else None).update(
        latitude=latitude, longitude=longitude
    )


def test_any_history_of_writes_leads_to_the_same_points() -> None:
    services = [ServiceFactory(slug=f"s{number}") for number in range(3)]
    places = [PlaceFactory(), PlaceFactory(), PlaceFactory(latitude=None, longitude=None), None]
    steps = st.tuples(
        st.sampled_from([add, add, remove, go, give_away, hide, show, move]),
        st.sampled_from(services),
        st.sampled_from(places),
        st.integers(0, 2),
    )

    @settings(max_examples=60, deadline=None)
    @given(st.lists(steps, min_size=1, max_size=12))
    def check(history: list[Any]) -> None:
        with transaction.atomic():
            for act, *what in history:
                act(*what)
            assert points() == expected()
            transaction.set_rollback(True)

    check()


@pytest.mark.django_db(transaction=True)
def test_a_place_that_moves_while_a_desk_opens_there_is_not_left_behind() -> None:
    place, service = PlaceFactory(), ServiceFactory()
    moved, opened = threading.Event(), threading.Event()

    def open_a_desk() -> None:
        try:
            moved.wait(10)
            Channel.objects.create(service=service, place=place, kind="desk", position=1)
        finally:
            opened.set()
            connection.close()

    other = threading.Thread(target=open_a_desk)
    other.start()
    with transaction.atomic():
        Place.objects.filter(pk=place.pk).update(latitude=50.9)
        moved.set()
        # The desk waits for the place, so this may only time out.
        assert not opened.wait(0.5)
    other.join(10)
    assert points() == expected()

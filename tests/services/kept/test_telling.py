"""What lists tell is read once, and never what somebody has changed since."""

import pytest

from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from services.kept import telling
from services.kept.reading import catalogue
from services.models import OpeningHours, Place, Service, Theme
from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory, ServiceFactory, ThemeFactory, desk

pytestmark = pytest.mark.django_db(transaction=True)


def told(*services: Service) -> list[Service]:
    return telling.told([each.pk for each in services], of=catalogue())


def test_a_service_is_read_once(django_assert_num_queries) -> None:
    service = ServiceFactory(
        channels=[{"spoken_languages": ["ar"], "hours": [(1, "09:00", "12:00")]}]
    )
    told(service)
    with django_assert_num_queries(1):  # whether something has changed
        (again,) = told(service)
        assert again.spoken == ["ar"]
        assert again.channels.all()[0].schedules.all()[0].hours.all()


def test_they_come_in_the_order_asked_for() -> None:
    first, second = desk("first"), desk("second")
    assert told(second) == [second]
    assert told(first, second) == [first, second]
    assert told(second, first) == [second, first]


@pytest.mark.parametrize(
    ("change", "tell"),
    [
        (
            lambda _: Organisation.objects.update(name="Another name"),
            lambda service: service.organisation.name,
        ),
        (
            lambda _: OpeningHours.objects.update(closes_at="18:00"),
            lambda service: str(service.channels.all()[0].schedules.all()[0].hours.all()[0]),
        ),
        (
            lambda service: service.themes.set([ThemeFactory(name_en="Another theme")]),
            lambda service: [theme.name_en for theme in service.themes.all()],
        ),
        (
            lambda _: Theme.objects.update(name_en="New"),
            lambda service: [theme.parent.name_en for theme in service.themes.all()],
        ),
        (
            lambda _: Place.objects.update(name="There"),
            lambda service: service.places[0].name,
        ),
        (
            lambda _: Municipality.objects.update(name_en="Elsewhere"),
            lambda service: service.places[0].municipality.name_en,
        ),
    ],
    ids=["organisation", "hours", "themes", "theme above", "place", "municipality"],
)
def test_whatever_changes_is_told_at_once(change, tell) -> None:
    place = PlaceFactory(municipality=MunicipalityFactory())
    service = ServiceFactory(
        channels=[{"place": place, "hours": [(1, "09:00", "12:00")]}],
        themes=[ThemeFactory(parent=ThemeFactory())],
    )
    (before,) = map(tell, told(service))
    change(service)
    (after,) = map(tell, told(service))
    assert after != before


def test_one_that_was_hidden_is_gone() -> None:
    service = desk("one")
    told(service)
    Service.objects.update(state="hidden")
    assert told(service) == []


def test_no_more_are_kept_than_a_process_has_room_for(monkeypatch) -> None:
    monkeypatch.setattr(telling, "MOST_KEPT", 2)
    first, second, third = desk("first"), desk("second"), desk("third")
    assert told(first, second) == [first, second]
    assert told(third, first) == [third, first]
    assert len(catalogue().told) == 2
    assert told(first, second, third) == [first, second, third], "a page is always whole"

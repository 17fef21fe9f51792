from datetime import UTC, datetime

import pytest

from services.filters import Filters
from services.load import make_load
from services.models import Channel, Place, Service
from tests.factories.region import MunicipalityFactory
from tests.factories.services import ThemeFactory

AT = datetime(2027, 3, 1, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def snapshot() -> list[tuple]:
    rows = Channel.objects.order_by("service__slug").values_list(
        "service__public_id", "service__name_ar", "place__x", "place__y", "spoken__language"
    )
    return sorted(rows)


def test_the_same_seed_makes_the_same_load_near_the_municipalities() -> None:
    MunicipalityFactory(latitude=50.94, longitude=4.04, name_en="Aalst")
    ThemeFactory(slug="housing", parent=ThemeFactory(slug="life"))
    assert make_load(services=12, seed=3, at=AT) == 12
    first = snapshot()
    assert len({row[0] for row in first}) == 12
    for place in Place.objects.all():
        assert abs(place.latitude - 50.94) < 0.3
        assert abs(place.longitude - 4.04) < 0.3
    Service.objects.all().delete()
    Place.objects.all().delete()
    make_load(services=12, seed=3, at=AT)
    assert snapshot() == first


def test_a_second_load_adds_and_all_is_found() -> None:
    make_load(services=3, seed=1, at=AT)
    make_load(services=2, seed=1, at=AT)
    make_load(services=2, seed=2, at=AT)
    assert Service.objects.count() == 7
    named = Service.objects.order_by("pk").last()
    found = Service.objects.matching(Filters(q=named.name_de), reader="de")
    assert named in found

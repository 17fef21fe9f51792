"""Over HTTP: the map has the list's number for any question, and one geometry in all languages."""

import json
import random

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rotonde.common.languages import CODES
from services.laying_out import lay_out
from services.models import Channel
from tests.factories.region import MunicipalityFactory
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ScheduleFactory,
    ServiceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

ALWAYS = [(day, "00:00", "00:00") for day in range(1, 8)]
SUBJECTS = ("Rent", "Work", "Bicycle")


@pytest.fixture
def region() -> None:
    """Forty services with one or two ways in, some of them nowhere."""
    chance = random.Random(5)
    towns = [MunicipalityFactory(slug=slug) for slug in ("gent", "aalst")]
    themes = [ThemeFactory(slug=slug) for slug in ("housing", "work")]
    organisations = [OrganisationFactory(kind=kind) for kind in ("public", "private")]
    places = [
        PlaceFactory(
            municipality=chance.choice(towns),
            latitude=51.05 + chance.gauss(0, 0.05),
            longitude=3.72 + chance.gauss(0, 0.05),
            wheelchair=chance.choice(["yes", "no", ""]),
            facilities=chance.choice([["lift"], ["step-free"], []]),
        )
        for _ in range(25)
    ]
    for number in range(40):
        channels = [
            {
                "place": chance.choice([*places, None]),
                "entry": chance.choice(["walk-in", "appointment", ""]),
                "spoken_languages": chance.sample(["nl", "ar", "fr"], 2),
            }
            for _ in range(chance.randint(1, 2))
        ]
        name = f"{chance.choice(SUBJECTS)} help {number}"
        service = ServiceFactory(
            name_en=name,
            name_nl=None,
            organisation=chance.choice(organisations),
            themes=[chance.choice(themes)],
            channels=channels,
            findable=True,
        )
        for channel in service.channels.all():
            if chance.random() < 0.5:
                ScheduleFactory(channel=channel, holidays="open", week=ALWAYS)
    lay_out(Channel.objects.all(), at=timezone.now())


def told(client, path: str, query: dict) -> dict:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from([*SUBJECTS, "help", "ren", "rent help", "nothing"]),
        "theme": st.sampled_from(["housing", "work"]),
        "kind": st.sampled_from(["public", "private"]),
        "language": st.sampled_from(["ar", "fr", "de"]),
        "municipality": st.sampled_from(["gent", "aalst"]),
        "open": st.just("now"),
        "access": st.lists(
            st.sampled_from(["walk-in", "appointment", "wheelchair", "step-free"]),
            max_size=2,
            unique=True,
        ),
    },
)
BOXES = st.tuples(
    st.floats(3.55, 3.85), st.floats(50.95, 51.1), st.floats(0.001, 0.3), st.floats(0.001, 0.2)
)


@pytest.mark.usefixtures("region")
def test_the_map_has_the_number_of_the_list(client) -> None:
    numbers = set()

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
    )
    @given(FILTERS, BOXES, st.integers(7, 19))
    def check(filters: dict, corner: tuple[float, ...], zoom: int) -> None:
        west, south, width, height = corner
        asked = {**filters, "bbox": f"{west},{south},{west + width},{south + height}"}
        shown = told(client, "map", {**asked, "zoom": zoom})
        listed = told(client, "services", asked)
        assert shown["meta"]["services"] == listed["count"]
        counts = [feature["properties"]["count"] for feature in shown["features"]]
        assert sum(counts) == shown["meta"]["points"]
        numbers.add(listed["count"])

    check()
    assert len(numbers) > 3, "questions that find nothing prove nothing"


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("filters", [{}, {"q": "rent"}, {"language": "ar", "open": "now"}])
def test_the_geometry_is_the_same_in_every_language(client, filters) -> None:
    def shapes(language: str, zoom: int) -> list[tuple]:
        asked = {"bbox": "3.5,50.9,3.9,51.2", "zoom": zoom, "lang": language, **filters}
        found = told(client, "map", asked)
        features = [(each["geometry"], each["properties"]["count"]) for each in found["features"]]
        return [found["meta"], *features]

    for zoom in (9, 12, 16):
        english = shapes("en", zoom)
        assert len(english) > 1
        for language in CODES:
            assert shapes(language, zoom) == english, (language, zoom)

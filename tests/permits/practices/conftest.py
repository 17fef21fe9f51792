"""A municipality, and a procedure of which something usual is known."""

import pytest

from permits.models import Practice, Procedure
from rotonde.region.models import Municipality
from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory, ServiceFactory, ThemeFactory


@pytest.fixture
def town() -> Municipality:
    return MunicipalityFactory(slug="ronse", name_nl="Ronse", name_en="Ronse")


@pytest.fixture
def registration() -> Procedure:
    made = Procedure.objects.create(
        slug="registration",
        agency_kind="municipal",
        official_name="Inschrijving",
        name_en="Registration",
        position=1,
    )
    Practice.objects.create(procedure=made, fact="booking", way="appointment")
    Practice.objects.create(procedure=made, fact="languages", languages=["nl"])
    return made


def hall(town: Municipality, *, spoken: list[str], entry: str = "") -> None:
    place = PlaceFactory(municipality=town)
    channel = {"place": place, "spoken_languages": spoken, "entry": entry}
    ServiceFactory(themes=[ThemeFactory(slug="permits")], channels=[channel], source="register")

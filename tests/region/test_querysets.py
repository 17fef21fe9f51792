import pytest

from rotonde.region.models import Municipality
from tests.factories.region import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns() -> None:
    MunicipalityFactory(
        slug="gent",
        name_nl="Gent",
        name_en="Ghent",
        name_fr="Gand",
        name_ar="غنت",
        postcodes=["9000", "9050"],
    )
    MunicipalityFactory(
        slug="sint-niklaas", name_nl="Sint-Niklaas", name_en="Sint-Niklaas", postcodes=["9100"]
    )
    MunicipalityFactory(
        slug="sint-laureins", name_nl="Sint-Laureins", name_en="Sint-Laureins", postcodes=["9980"]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["gent", "sint-laureins", "sint-niklaas"]),
        ("gand", ["gent"]),
        ("GHE", ["gent"]),
        ("غنت", ["gent"]),
        ("9050", ["gent"]),
        ("90", ["gent"]),
        ("sint", ["sint-laureins", "sint-niklaas"]),
        ("Sint Niklaas", ["sint-niklaas"]),
        ("sint-9100", ["sint-niklaas"]),
        ("Atlantis", []),
    ],
)
def test_found_by_name_in_any_language_or_postcode(text: str, found: list[str]) -> None:
    assert [each.slug for each in Municipality.objects.named(text)] == found

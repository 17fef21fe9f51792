import pytest

from services.facets import facets
from services.filters import Filters
from services.models import Service
from tests.factories.region import MunicipalityFactory
from tests.factories.services import OrganisationFactory, ServiceFactory, ThemeFactory, desk

pytestmark = pytest.mark.django_db


def test_each_number_is_what_choosing_it_would_leave() -> None:
    life = ThemeFactory(slug="life")
    housing, health = ThemeFactory(slug="housing", parent=life), ThemeFactory(parent=life)
    gent, aalst = MunicipalityFactory(slug="gent"), MunicipalityFactory(slug="aalst")
    private = OrganisationFactory(kind="private")
    desk("one", themes=[housing, health], municipality=gent, spoken=["nl", "ar"])
    desk("two", themes=[housing], municipality=gent, organisation=private)
    desk("three", themes=[life], municipality=aalst, spoken=["nl", "ar"])
    ServiceFactory(slug="four", channels=[{"spoken_languages": ["ar"]}])
    desk("hidden", themes=[housing], municipality=gent, state="hidden")
    asked = [
        Filters(),
        Filters(theme=housing),
        Filters(language="ar"),
        Filters(municipality=gent, kind="private"),
        Filters(theme=life, municipality=gent, language="ar"),
    ]
    for filters in asked:
        found = facets(filters, reader="en")

        def left(filters: Filters = filters, **choice) -> int:
            conditions = {**vars(filters), **choice}
            return Service.objects.matching(Filters(**conditions), reader="en").count()

        for theme in (life, housing, health):
            assert found.themes.get(theme.pk, 0) == left(theme=theme)
        for kind in ("public", "private", "non-profit"):
            assert found.kinds.get(kind, 0) == left(kind=kind)
        for language in ("nl", "ar", "fr"):
            assert found.languages.get(language, 0) == left(language=language)
        for town in (gent, aalst):
            assert found.municipalities.get(town.pk, 0) == left(municipality=town)

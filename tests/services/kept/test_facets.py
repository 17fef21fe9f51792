from datetime import UTC, datetime

import pytest

from services.access import CONDITIONS
from services.filters import Filters
from services.kept.facets import facets
from services.laying_out import lay_out
from services.models import Channel, Service
from tests.factories.region import MunicipalityFactory
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ThemeFactory,
    desk,
)

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)  # a Monday, ten in Ghent

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
    hours = [(1, "09:00", "12:00")]
    accessible = PlaceFactory(municipality=gent, wheelchair="yes", facilities=["induction-loop"])
    ServiceFactory(
        slug="five", channels=[{"place": accessible, "entry": "walk-in", "hours": hours}]
    )
    ServiceFactory(slug="six", channels=[{"hours": hours, "entry": "appointment"}, {}])
    lay_out(Channel.objects.all(), at=AT)
    desk("hidden", themes=[housing], municipality=gent, state="hidden")
    asked = [
        Filters(),
        Filters(theme=housing),
        Filters(language="ar"),
        Filters(municipality=gent, kind="private"),
        Filters(theme=life, municipality=gent, language="ar"),
        Filters(open_at=AT),
        Filters(open_at=AT, language="nl", access=("walk-in",)),
        Filters(access=("wheelchair", "induction-loop")),
    ]
    for filters in asked:
        found = facets(filters, reader="en", at=AT)

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
        for access in CONDITIONS:
            both = tuple(dict.fromkeys([*filters.access, access]))
            assert found.access[access] == left(access=both)
        assert found.open_now == left(open_at=AT)

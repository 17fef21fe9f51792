import pytest

from services.filters import Filters
from services.map.boxes import parse_box
from services.models import Service, Theme
from tests.factories.region import MunicipalityFactory
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
    ThemeFactory,
    desk,
)

pytestmark = pytest.mark.django_db

GHENT = parse_box("3.70,51.03,3.75,51.07")


def matching(reader: str = "en", **conditions) -> set[str]:
    found = Service.objects.matching(Filters(**conditions), reader=reader)
    return set(found.values_list("slug", flat=True))


def test_without_filters_all_that_is_published() -> None:
    desk("open")
    desk("gone", state="hidden")
    assert matching() == {"open"}


def test_a_top_theme_includes_its_sub_themes_each_service_once() -> None:
    life = ThemeFactory(slug="life")
    housing, health = ThemeFactory(slug="housing", parent=life), ThemeFactory(parent=life)
    desk("both", themes=[housing, health])
    desk("direct", themes=[life])
    desk("other", themes=[ThemeFactory(slug="work")])
    assert matching(theme=life) == {"both", "direct"}
    assert matching(theme=housing) == {"both"}
    assert Service.objects.matching(Filters(theme=life), reader="en").count() == 2


def test_kind_is_that_of_the_organisation() -> None:
    desk("bank", organisation=OrganisationFactory(kind="private"))
    desk("town", organisation=OrganisationFactory(kind="public"))
    assert matching(kind="private") == {"bank"}


def test_language_municipality_and_box_speak_of_one_channel() -> None:
    gent, aalst = MunicipalityFactory(slug="gent"), MunicipalityFactory(slug="aalst")
    arabic_in_gent = PlaceFactory(municipality=gent)
    arabic_in_aalst = PlaceFactory(municipality=aalst, latitude=50.94, longitude=4.04)
    ServiceFactory(slug="here", channels=[{"place": arabic_in_gent, "spoken_languages": ["ar"]}])
    ServiceFactory(
        slug="split",
        channels=[
            {"place": PlaceFactory(municipality=gent), "spoken_languages": ["nl"]},
            {"place": arabic_in_aalst, "spoken_languages": ["ar"]},
        ],
    )
    assert matching(language="ar") == {"here", "split"}
    assert matching(municipality=gent) == {"here", "split"}
    assert matching(language="ar", municipality=gent) == {"here"}
    assert matching(language="ar", box=GHENT) == {"here"}


def test_a_box_holds_its_borders() -> None:
    desk("inside", latitude=51.05, longitude=3.72)
    desk("outside", latitude=50.90, longitude=3.72)
    ServiceFactory(slug="by-phone", channels=[{}])
    assert matching(box=GHENT) == {"inside"}


def test_off_the_map_counts_those_no_box_can_show() -> None:
    desk("placed", spoken=["nl", "ar"])
    ServiceFactory(slug="by-phone", channels=[{"spoken_languages": ["ar"]}])
    nowhere = PlaceFactory(latitude=None, longitude=None)
    ServiceFactory(slug="no-point", channels=[{"place": nowhere}])
    filters = Filters(box=GHENT)
    off = Service.objects.off_the_map(filters, reader="en")
    assert {each.slug for each in off} == {"by-phone", "no-point"}
    arabic = Service.objects.off_the_map(Filters(language="ar", box=GHENT), reader="en")
    assert {each.slug for each in arabic} == {"by-phone"}


@pytest.mark.parametrize(
    "words", ["huur", "HUURHULP", "mieszkanie łódź", "mieszkanie lodz", "مساعدة"]
)
def test_found_by_a_word_of_any_language_folded_and_by_its_beginning(words: str) -> None:
    ServiceFactory(
        slug="housing",
        name_en="Finding a home",
        name_nl="Huurhulp",
        name_pl="Mieszkanie Łódź",
        name_ar="المساعدة في السكن",
        findable=True,
    )
    ServiceFactory(slug="other", findable=True)
    assert matching(reader="tr", q=words) == {"housing"}


def test_the_readers_own_language_ranks_first() -> None:
    ServiceFactory(slug="a-dutch", name_en="Something else", name_nl="Bank", findable=True)
    ServiceFactory(slug="b-english", name_en="Bank", name_nl="Iets anders", findable=True)
    filters = Filters(q="bank")
    ranked = Service.objects.matching(filters, reader="en").ranked("bank", reader="en")
    assert [each.slug for each in ranked] == ["b-english", "a-dutch"]
    ranked = Service.objects.matching(filters, reader="nl").ranked("bank", reader="nl")
    assert [each.slug for each in ranked] == ["a-dutch", "b-english"]


def test_themes_count_their_published_services_once() -> None:
    life = ThemeFactory(slug="life", position=1)
    housing = ThemeFactory(slug="housing", parent=life, position=2)
    health = ThemeFactory(slug="health", parent=life, position=3)
    ThemeFactory(slug="work", position=4)
    desk("both", themes=[housing, health])
    desk("one", themes=[housing])
    desk("hidden", themes=[housing], state="hidden")
    counted = {each.slug: each.service_count for each in Theme.objects.with_service_counts()}
    assert counted == {"life": 2, "housing": 2, "health": 1, "work": 0}
    assert list(counted) == ["life", "housing", "health", "work"]


def test_nearest_first_and_not_from_the_own_municipality() -> None:
    gent = MunicipalityFactory(slug="gent")
    desk("own", municipality=gent)
    desk("near", latitude=51.06)
    desk("far", latitude=51.30)
    ServiceFactory(slug="by-phone", channels=[{}])
    here = PlaceFactory(latitude=51.05, longitude=3.72)
    here.refresh_from_db()

    def nearest(limit: int) -> list[str]:
        published = Service.objects.published()
        found = published.nearest(here.x, here.y, other_than=gent, limit=limit)
        return [each.slug for each in found]

    assert nearest(5) == ["near", "far"]
    assert nearest(1) == ["near"]

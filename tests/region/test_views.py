import pytest
from bs4 import BeautifulSoup

from tests.factories.region import MunicipalityFactory
from tests.factories.services import OrganisationFactory, ThemeFactory, desk

pytestmark = pytest.mark.django_db

URL = "/en/municipalities/"


def soup(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def gent():
    return MunicipalityFactory(
        nis_code="44021", slug="gent", name_nl="Gent", name_en="Ghent", postcodes=["9000", "9040"]
    )


def test_all_are_listed_and_one_is_found(client, gent) -> None:
    MunicipalityFactory(slug="aalst", name_nl="Aalst", name_en="Aalst", postcodes=["9300"])
    every = soup(client.get(URL))
    assert [link.get_text() for link in every.select(".town-list a")] == ["Aalst", "Ghent"]
    one = soup(client.get(URL, {"q": "9040"}))
    assert [link["href"] for link in one.select(".town-list a")] == ["/en/municipalities/gent/"]


def test_none_found_leads_back_to_all(client, gent) -> None:
    page = soup(client.get(URL, {"q": "Brussels"}))
    assert page.select_one(f'.empty a[href="{URL}"]')


def test_too_long_a_name_is_said(client, gent) -> None:
    page = soup(client.get(URL, {"q": "x" * 500}))
    assert page.select_one(".notice--warn")
    assert page.select(".town-list a")


def test_htmx_gets_the_list_alone(client, gent) -> None:
    page = soup(client.get(URL, {"q": "gent"}, headers={"HX-Request": "true"}))
    assert page.html is None
    assert page.select(".town-list a")


def test_a_municipality_shows_its_town_hall_the_rest_and_what_is_near(client, gent) -> None:
    permits = ThemeFactory(slug="permits")
    desk("hall", name_en="Town hall desk", themes=[permits], municipality=gent)
    desk(
        "firm",
        name_en="Permit firm",
        themes=[permits],
        municipality=gent,
        organisation=OrganisationFactory(kind="private"),
    )
    desk("near", name_en="Next door", latitude=51.06)
    page = soup(client.get("/en/municipalities/gent/"))

    def listed(section: str) -> list[str]:
        found = page.select_one(f"section[aria-labelledby={section}]")
        return [link.get_text() for link in found.select(".card__link")]

    assert page.h1.get_text() == "Ghent"
    assert listed("town-hall") == ["Town hall desk"]
    assert listed("local") == ["Permit firm"]
    assert listed("nearby") == ["Next door"]
    assert "9000 9040" in page.get_text(" ")
    assert page.select_one('main [lang="nl"]').get_text() == "Gent"


def test_without_a_town_hall_it_says_so_and_leads_on(client, gent) -> None:
    gent.website = "https://stad.gent"
    gent.save()
    page = soup(client.get("/en/municipalities/gent/"))
    assert page.select_one('.notice a[href="https://stad.gent"]')


def test_unknown_is_not_found(client) -> None:
    assert client.get("/en/municipalities/atlantis/").status_code == 404


def test_queries_do_not_grow(client, gent, django_assert_max_num_queries) -> None:
    desk("s0", municipality=gent, themes=[ThemeFactory()])
    desk("n0")
    with django_assert_max_num_queries(18) as few:
        client.get("/en/municipalities/gent/")
    for number in range(1, 4):
        desk(f"s{number}", municipality=gent, themes=[ThemeFactory(parent=ThemeFactory())])
        desk(f"n{number}")
    with django_assert_max_num_queries(18) as more:
        client.get("/en/municipalities/gent/")
    assert len(few) == len(more)

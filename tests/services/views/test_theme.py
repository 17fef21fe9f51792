import pytest
from bs4 import BeautifulSoup

from tests.factories.services import ThemeFactory, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    top = ThemeFactory(slug="life", name_en="Life", text_en="A home first.", position=3)
    housing = ThemeFactory(slug="housing", name_en="Housing", parent=top, position=1)
    ThemeFactory(slug="telecom", name_en="Telecom", parent=top, position=2)
    desk("flat", name_en="Find a flat", themes=[housing])
    return top


def soup(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_top_theme_is_told_and_opened(client, life) -> None:
    page = soup(client, "/en/themes/life/")
    assert "A home first." in page.main.get_text()
    links = [link.get_text(" ", strip=True) for link in page.select("#subjects ~ ul a")]
    assert links == ["Housing 1 service", "Telecom 0 services"]
    assert page.select_one("main .card__link").get_text() == "Find a flat"
    assert page.select_one('a[href="/en/services/?theme=life"]')


def test_a_sub_theme_leads_to_its_neighbours_and_a_bare_one_leads_on(client, life) -> None:
    page = soup(client, "/en/themes/telecom/")
    assert "Nobody is listed here yet" in page.main.get_text()
    assert page.select_one('#siblings ~ ul a[href="/en/themes/housing/"]')
    assert page.select_one('.breadcrumbs a[href="/en/themes/life/"]')


def test_what_is_only_in_english_says_so(client, life) -> None:
    page = soup(client, "/tr/themes/life/")
    assert page.h1["lang"] == "en"
    assert page.select_one('.prose[lang="en"]')


def test_unknown_is_not_found(client) -> None:
    assert client.get("/en/themes/nope/").status_code == 404


def test_queries_do_not_grow(client, life, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(11) as few:
        client.get("/en/themes/life/")
    for number in range(3):
        child = ThemeFactory(parent=life)
        desk(f"more-{number}", themes=[child])
    with django_assert_max_num_queries(11) as more:
        client.get("/en/themes/life/")
    assert len(few) == len(more)

import pytest
from bs4 import BeautifulSoup

from tests.factories.guides import GuideFactory
from tests.factories.services import ThemeFactory

pytestmark = pytest.mark.django_db


def page(client, query: dict[str, str] | None = None, *, language: str = "en", status: int = 200):
    response = client.get(f"/{language}/guides/", query or {})
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser").main


def test_cards_stand_under_their_theme(client) -> None:
    housing = ThemeFactory(slug="housing", name_en="Housing", position=1)
    GuideFactory(shelf=housing, slug="finding-a-home", title_en="Finding a home")
    GuideFactory(title_en="Hidden away", state="hidden")
    rack = page(client)
    shelf = rack.select_one("section.shelf")
    assert shelf.h2.get_text(strip=True) == "Housing"
    assert shelf.select_one(".shelf__card").get_text() == "Finding a home"
    assert "Hidden away" not in rack.get_text()


def test_a_search_finds_and_says_how_many(client) -> None:
    GuideFactory(title_en="Your lease", title_nl="Je huurcontract", title_fr="Votre bail")
    GuideFactory(title_en="Voting")
    found = page(client, {"q": "huurcontract"}, language="fr")
    assert found.select_one(".card__link").get_text() == "Votre bail"
    assert len(found.select(".card__link")) == 1


def test_what_falls_back_says_so(client) -> None:
    GuideFactory(title_en="Your lease", title_nl="")
    link = page(client, language="ar").select_one(".shelf__card")
    assert (link["lang"], link["dir"]) == ("en", "ltr")


def test_nothing_found_shows_the_way_on(client) -> None:
    found = page(client, {"q": "xylophone"})
    assert found.select_one(".empty a")["href"] == "/en/guides/"


@pytest.mark.parametrize("q", ["?!", "x" * 201, "<script>" * 40])
def test_what_cannot_be_looked_for_is_told_and_kept(client, q: str) -> None:
    GuideFactory(title_en="Your lease")
    told = page(client, {"q": q}, status=400)
    assert told.select_one(".notice--error")
    assert told.select_one("#guide-search")["value"] == q
    assert "Your lease" in told.get_text()


def test_a_nul_byte_is_refused(client) -> None:
    assert client.get("/en/guides/?q=a%00b").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_to_be_read(client, method: str) -> None:
    assert getattr(client, method)("/en/guides/").status_code == 405


def test_queries_do_not_grow_with_the_cards(client, django_assert_num_queries) -> None:
    GuideFactory()
    with django_assert_num_queries(2):
        page(client)
    for _ in range(3):
        GuideFactory(shelf=ThemeFactory(parent=ThemeFactory()))
    with django_assert_num_queries(2):
        page(client)


def test_a_typo_is_forgiven_and_told(client) -> None:
    GuideFactory(title_en="Your deposit")
    rack = page(client, {"q": "depossit"})
    assert "Your deposit" in rack.get_text()
    assert rack.select_one(".notice a")["href"] == "?q=depossit&exact=yes"

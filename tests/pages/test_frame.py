import pytest
from bs4 import BeautifulSoup

from rotonde.common.languages import CODES

pytestmark = pytest.mark.django_db


def page(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


@pytest.mark.parametrize("language", CODES)
def test_every_language_opens_in_its_own_direction(client, language: str) -> None:
    html = page(client, f"/{language}/").html
    assert html["lang"] == language
    assert html["dir"] == ("rtl" if language == "ar" else "ltr")


def test_the_language_switch_stays_on_the_page_and_its_filters(client) -> None:
    links = page(client, "/en/services/?theme=housing&q=x").select("a[hreflang]")
    assert "/pl/services/?theme=housing&q=x" in {link["href"] for link in links}


def test_search_engines_find_all_languages_of_a_page(client) -> None:
    alternates = page(client, "/nl/services/?q=x").select("link[rel=alternate][hreflang]")
    found = {link["hreflang"]: link["href"] for link in alternates}
    assert set(found) == {*CODES, "x-default"}
    assert found["ar"] == "http://localhost:8000/ar/services/"
    assert found["x-default"] == "http://localhost:8000/en/services/"


def test_the_switch_names_each_language_in_itself(client) -> None:
    text = page(client, "/de/").get_text()
    assert all(name in text for name in ("English", "Nederlands", "Türkçe", "العربية"))

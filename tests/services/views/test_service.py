from datetime import date

import pytest
from bs4 import BeautifulSoup

from rotonde.common import panels
from tests.factories.services import OrganisationFactory, PlaceFactory, ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    place = PlaceFactory(
        name="AMAL", street_address="Kongostraat 42", coordinates_approximate=True, verified=False
    )
    return ServiceFactory(
        slug="integration",
        name_en="Integration advice",
        name_nl="Advies inburgering",
        description_en="What you get.",
        organisation=OrganisationFactory(
            name="AMAL vzw", kind="non-profit", phone="+32 9 265 78 40"
        ),
        themes=[ThemeFactory(slug="people", name_en="People", name_ar="الناس")],
        source="amal.gent",
        checked_on=date(2026, 7, 1),
        channels=[
            {"place": place, "spoken_languages": ["nl", "ar"]},
            {"kind": "online", "url": "https://amal.gent/contact", "spoken_languages": ["en"]},
        ],
    )


def soup(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_tells_everything_known(client, service) -> None:
    page = soup(client, f"/en/services/integration-{service.public_id}/")
    text = page.get_text(" ", strip=True)
    for fact in (
        "Integration advice",
        "AMAL vzw",
        "Non-profit",
        "What you get.",
        "Kongostraat 42",
        "Arabic, Dutch",
        "checked on",
        "amal.gent",
        "Not verified yet",
        "Address not verified yet",
        "Point on the map is approximate",
        "People",
    ):
        assert fact in text, fact
    assert page.select_one('a[href="tel:+3292657840"]').get_text() == "+32 9 265 78 40"
    assert page.select_one('a[href="https://amal.gent/contact"]')
    assert page.select_one("[data-map=place]")["data-point"] == "51.048,3.732"


def test_in_the_language_of_the_reader_and_honestly_where_not(client, service) -> None:
    dutch = soup(client, f"/nl/services/integration-{service.public_id}/")
    assert dutch.h1.get_text() == "Advies inburgering"
    assert not dutch.h1.has_attr("lang")
    arabic = soup(client, f"/ar/services/integration-{service.public_id}/")
    assert (arabic.h1["lang"], arabic.h1["dir"]) == ("en", "ltr")
    assert arabic.select_one(".notice--quiet")
    assert "العربية" in arabic.main.get_text()


def test_another_slug_leads_to_the_right_one(client, service) -> None:
    response = client.get(f"/en/services/old-name-{service.public_id}/")
    assert response.status_code == 301
    assert response["Location"] == f"/en/services/integration-{service.public_id}/"


@pytest.mark.parametrize(
    "path", ["x-abcdefgh", "x", "integration", "x-ABCDEFGH", "x-", "é-abcdefgh"]
)
def test_unknown_is_a_page_not_found(client, path: str) -> None:
    assert client.get(f"/en/services/{path}/").status_code == 404


def test_hidden_is_not_found(client) -> None:
    hidden = ServiceFactory(state="hidden")
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_without_a_point_there_is_no_map_and_it_says_why(client) -> None:
    nowhere = PlaceFactory(latitude=None, longitude=None)
    service = ServiceFactory(channels=[{"place": nowhere}])
    page = soup(client, service.get_absolute_url())
    assert page.select_one("[data-map]") is None
    assert "Not on the map yet" in page.get_text()
    assert not page.select('script[src*="leaflet"]')


def test_another_app_may_speak_beside_it(client, service, monkeypatch) -> None:
    monkeypatch.setattr(panels, "_slots", {})
    panels.register(
        "service.aside",
        lambda _request, subject: panels.Panel(
            "components/notice.html", {"text": f"About {subject.slug}"}
        ),
    )
    page = soup(client, service.get_absolute_url())
    assert page.select_one("aside .notice") is not None


def test_queries_do_not_grow_with_channels(client, service, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(10) as two:
        client.get(service.get_absolute_url())
    more = ServiceFactory(
        themes=[ThemeFactory(), ThemeFactory(parent=ThemeFactory())],
        channels=[{"place": PlaceFactory()} for _ in range(6)],
    )
    with django_assert_max_num_queries(10) as six:
        client.get(more.get_absolute_url())
    assert len(two) == len(six)

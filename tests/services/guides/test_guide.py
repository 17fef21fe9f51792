from datetime import date
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from rotonde.common import panels
from tests.factories.guides import GuideFactory
from tests.factories.region import TermFactory
from tests.factories.services import ServiceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return GuideFactory(
        slug="moving",
        title_en="Moving house",
        title_nl="Verhuizen",
        intro_en="Tell your new municipality.",
        audience_en="For everyone who moves.",
        checked_on=date(2026, 11, 20),
        related={
            "terms": [TermFactory(text_en="change of address", text_nl="adreswijziging")],
            "services": [ServiceFactory(name_en="Town hall"), ServiceFactory(state="hidden")],
        },
        steps=[
            {"title_en": "Report", "text_en": "Within eight working days."},
            {"title_en": "Wait", "text_en": "The police come.", "text_nl": "De wijkagent komt."},
        ],
        sources=[
            {"title": "Ghent", "url": "https://stad.gent/en", "checked_on": date(2026, 11, 1)}
        ],
    )


def path_of(guide, language: str = "en") -> str:
    return f"/{language}/guides/{guide.slug}-{guide.public_id}/"


def soup(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_tells_the_whole_card(client, guide) -> None:
    page = soup(client, f"/en/guides/moving-{guide.public_id}/")
    text = page.main.get_text(" ", strip=True)
    for fact in (
        "Moving house",
        "For everyone who moves.",
        "Within eight working days.",
        "Checked on 20 November 2026",
        "read on 1 November 2026",
        "Not verified yet",
        "We inform, we do not advise",
        "Town hall",
    ):
        assert fact in text, fact
    assert [step.h3.get_text() for step in page.select(".guide-step")] == ["Report", "Wait"]
    word = page.select_one(".guide__terms .term__official")
    assert (word.get_text(), word["lang"]) == ("adreswijziging", "nl")
    assert page.select_one('.guide__sources a[href="https://stad.gent/en"]')
    assert len(page.select(".guide__help a")) == 1


def test_where_a_text_is_missing_the_page_says_so_once(client, guide) -> None:
    dutch = soup(client, path_of(guide, "nl"))
    assert dutch.h1.get_text() == "Verhuizen"
    assert len(dutch.select(".notice--quiet")) == 1
    assert dutch.select_one('.guide-step [lang="en"][dir="ltr"]')
    assert dutch.select_one(".guide__terms") is None, "Dutch readers need no Dutch word beside"


def test_nothing_is_missing_in_english(client, guide) -> None:
    assert soup(client, path_of(guide)).select_one(".notice--quiet") is None


def test_the_paper_carries_a_code_for_this_language(client, guide, settings) -> None:
    settings.SITE_URL = "https://rotonde.example.org"
    page = soup(client, path_of(guide, "ar"))
    image = page.select_one(".guide__paper img")
    assert image["src"] == f"/ar/guides/moving-{guide.public_id}/qr.svg"
    assert f"https://rotonde.example.org/ar/guides/moving-{guide.public_id}/" in page.get_text()
    codes = [client.get(image["src"].replace("/ar/", f"/{code}/")) for code in ("ar", "en")]
    assert codes[0]["Content-Type"] == "image/svg+xml"
    assert codes[0].content != codes[1].content
    tree = ElementTree.fromstring(codes[0].content)
    assert not any("style" in tag.attrib for tag in tree.iter())


def test_another_slug_leads_to_the_right_one(client, guide) -> None:
    for end in ("", "qr.svg"):
        response = client.get(f"/en/guides/old-{guide.public_id}/{end}")
        assert response.status_code == 301
        assert response["Location"] == f"/en/guides/moving-{guide.public_id}/{end}"


@pytest.mark.parametrize("path", ["x-abcdefgh", "x", "moving", "x-ABCDEFGH", "é-abcdefgh"])
@pytest.mark.parametrize("end", ["", "qr.svg"])
def test_unknown_is_a_page_not_found(client, path: str, end: str) -> None:
    assert client.get(f"/en/guides/{path}/{end}").status_code == 404


def test_hidden_is_not_found(client) -> None:
    hidden = GuideFactory(state="hidden")
    assert client.get(path_of(hidden)).status_code == 404
    assert client.get(path_of(hidden) + "qr.svg").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_to_be_read(client, guide, method: str) -> None:
    assert getattr(client, method)(path_of(guide)).status_code == 405


def test_another_app_may_speak_beside_it(client, guide, monkeypatch) -> None:
    monkeypatch.setattr(panels, "_slots", {})
    panels.register(
        "guide.aside",
        lambda _request, subject: panels.Panel(
            "components/notice.html", {"text": f"About {subject.slug}"}
        ),
    )
    assert soup(client, path_of(guide)).select_one("aside .notice")


def test_queries_do_not_grow_with_the_card(client, guide, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12) as small:
        client.get(path_of(guide))
    large = GuideFactory(
        related={
            "terms": [TermFactory() for _ in range(5)],
            "services": [ServiceFactory() for _ in range(5)],
            "themes": [ThemeFactory(parent=ThemeFactory()) for _ in range(3)],
        },
        steps=[{"title_en": "Go", "text_en": "On."}] * 5,
        sources=[{"title": "A", "url": "https://a.example"}] * 5,
    )
    with django_assert_max_num_queries(12) as big:
        client.get(path_of(large))
    assert len(small) == len(big)


def test_themes_and_services_lead_to_their_guides(client, guide) -> None:
    service = guide.services.published().get()
    for path in (
        f"/en/services/{service.slug}-{service.public_id}/",
        f"/en/themes/{guide.shelf.slug}/",
    ):
        links = [link["href"] for link in soup(client, path).select("aside a")]
        assert path_of(guide) in links

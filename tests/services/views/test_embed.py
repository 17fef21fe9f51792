"""The map in somebody else's frame: for any site, knowing nobody, with its address's filters."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.services import OrganisationFactory, desk

pytestmark = pytest.mark.django_db

FRAME, OFFER = reverse("services:embed"), reverse("services:embed-offer")


@pytest.fixture(autouse=True)
def _services() -> None:
    desk("bank", name_en="Bank", organisation=OrganisationFactory(kind="private"))
    desk("town", name_en="Town hall")


def test_any_site_may_frame_it_and_no_cookie_is_set(client) -> None:
    response = client.get(FRAME)
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert not response.cookies


def test_no_other_page_may_be_framed(client) -> None:
    response = client.get(reverse("services:list"))
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_the_filters_of_its_address_hold_and_lead_on(client) -> None:
    page = BeautifulSoup(client.get(FRAME, {"kind": "private"}).content, "html.parser")
    assert page.select_one(".results__count").text == "1 service"
    assert page.select_one("[data-results]")["data-query"] == "kind=private"
    assert page.select_one(".embed__all")["href"] == f"{reverse('services:list')}?kind=private"
    assert [link.text for link in page.select("noscript a")] == ["Bank"]
    assert page.base["target"] == "_blank"


@pytest.mark.parametrize("pays", [True, False])
def test_who_pays_to_be_shown_is_marked_in_the_list(client, pays) -> None:
    desk("loan", name_en="Loan", organisation=OrganisationFactory(paid_partner=pays))
    page = BeautifulSoup(client.get(FRAME).content, "html.parser")
    (loan,) = (item for item in page.select("noscript li") if item.a.text == "Loan")
    assert [badge.get_text(strip=True) for badge in loan.select(".badge")] == [
        "Paid partner"
    ] * pays
    assert len(page.select("noscript .badge")) == pays


def test_what_is_not_understood_is_left_out(client) -> None:
    page = BeautifulSoup(client.get(FRAME, {"kind": "alien"}).content, "html.parser")
    assert page.select_one(".results__count").text == "2 services"
    assert page.select_one(".embed__all")["href"] == reverse("services:list")


def test_it_tells_what_was_looked_for_instead_and_stays_in_its_frame(client) -> None:
    desk("flat", name_en="Apartment hunters", findable=True)
    page = BeautifulSoup(client.get(FRAME, {"q": "appartmant"}).content, "html.parser")
    notice = page.select_one(".embed__list .notice")
    assert "We looked for apartment instead of appartmant" in notice.get_text(" ", strip=True)
    assert (notice.a["href"], notice.a["target"]) == ("?q=appartmant&exact=yes", "_self")


def test_the_offer_writes_the_line_to_copy(client, settings) -> None:
    settings.SITE_URL = "https://rotonde.example"
    page = BeautifulSoup(client.get(OFFER, {"kind": "private"}).content, "html.parser")
    line = page.select_one("textarea").text
    assert line.startswith('<iframe src="https://rotonde.example/en/services/frame/?kind=private"')
    assert page.select_one("iframe")["src"] == f"{FRAME}?kind=private"


def test_a_quote_in_a_filter_stays_in_its_attribute(client) -> None:
    page = BeautifulSoup(client.get(OFFER, {"q": '"><script>'}).content, "html.parser")
    assert "%22%3E%3Cscript%3E" in page.select_one("textarea").text
    assert not page.select("textarea script")


def test_the_form_of_the_offer_loses_no_filter(client) -> None:
    asked = {"q": "bank", "open": "now", "access": "walk-in", "bbox": "3.7,51,3.8,51.1"}
    page = BeautifulSoup(client.get(OFFER, asked | {"kind": "private"}).content, "html.parser")
    form = page.select_one("main form[method=get].panel")
    sent = {box["name"]: box["value"] for box in form.select("input") if box["type"] != "checkbox"}
    sent |= {box["name"]: box["value"] for box in form.select("input[type=checkbox][checked]")}
    sent |= {
        option.find_parent("select")["name"]: option["value"]
        for option in form.select("option[selected]")
    }
    assert {name: value for name, value in sent.items() if value} == asked | {"kind": "private"}


def test_the_line_is_copied_by_a_button(client) -> None:
    page = BeautifulSoup(client.get(OFFER).content, "html.parser")
    field = page.find(id=page.select_one("[data-copy]")["data-copy"])
    assert field.text.startswith("<iframe")
    assert field.parent.select_one("[data-copied]")["data-copied"] == "Copied."
    assert any("copy" in script.get("src", "") for script in page.select("script"))


def test_the_list_offers_its_map_with_its_box(client) -> None:
    asked = {"kind": "private", "bbox": "3.7,51,3.8,51.1"}
    page = BeautifulSoup(client.get(reverse("services:list"), asked).content, "html.parser")
    (link,) = page.select(f"a[href^='{OFFER}']")
    assert link["href"] == f"{OFFER}?kind=private&bbox=3.7%2C51%2C3.8%2C51.1"

"""The first page: where you live, what you come for, how many you are."""

from bs4 import BeautifulSoup
from django.urls import reverse

from permits.presentation.residence import called, served
from tests.factories.centers import COMBINED


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_offers_the_combined_visit_first_and_chosen(newcomer):
    page = page_of(newcomer.client.get(reverse("permits:start")))
    needs = page.select("input[name=need]")
    assert [need["value"] for need in needs][:2] == [COMBINED, "registration"]
    assert needs[0].has_attr("checked")
    assert "Verblijfsvergunning" in page.select_one(".choice--best").get_text()


def test_lists_the_municipalities_a_center_acts_for(world):
    assert [each.slug for each in served()] == ["gent", "lochristi"]


def test_answers_in_the_address_are_filled_in(newcomer):
    query = {"municipality": "44087", "need": "renewal", "adults": "2", "children": "1"}
    page = page_of(newcomer.client.get(reverse("permits:start"), query))
    assert page.select_one("input[name=municipality][checked]")["value"] == "44087"
    assert page.select_one("input[name=need][checked]")["value"] == "renewal"
    assert page.select_one("select[name=adults] option[selected]")["value"] == "2"


def test_nonsense_in_the_address_is_not_an_error(newcomer):
    query = {"municipality": "x" * 500, "need": "nothing", "adults": "-3", "children": "many"}
    response = newcomer.client.get(reverse("permits:start"), query)
    assert response.status_code == 200
    assert page_of(response).select_one("input[name=need][checked]")["value"] == COMBINED


def test_only_reads(newcomer):
    assert newcomer.client.post(reverse("permits:start")).status_code == 405


def test_somebody_who_went_back_finds_the_time_they_hold(newcomer, stranger):
    visit = newcomer.hold()
    address = reverse("permits:held", args=[visit.code])
    assert address in newcomer.client.get(reverse("permits:start")).content.decode()
    assert address not in stranger.client.get(reverse("permits:start")).content.decode()


def test_a_municipality_is_found_by_postcode_name_and_accent(world):
    def slugs(text):
        return [each.slug for each in called(text)]

    assert slugs("9041") == ["gent"]
    assert slugs("9080 Lochristi") == ["lochristi"]
    assert slugs("GHENT") == slugs("  gent ") == slugs("Gént") == ["gent"]
    assert slugs("Loch") == ["lochristi"]
    assert slugs("٩٠٠٠") == ["gent"]
    assert slugs("9620") == ["zottegem", "zwalm"]
    assert slugs("") == slugs("zz") == slugs("1000") == slugs("Brussels") == []

"""What a point of the map tells: as much as a card, in a fragment."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories.services import OrganisationFactory, PlaceFactory, ServiceFactory, desk

pytestmark = pytest.mark.django_db

ALWAYS = [(day, "00:00", "00:00") for day in range(1, 8)]


def test_open_and_spoken(client) -> None:
    service = ServiceFactory(channels=[{"hours": ALWAYS, "spoken_languages": ["nl", "ar"]}])
    service.channels.get().schedules.update(holidays="open")
    text = client.get(reverse("services:popup", args=[service.public_id])).content.decode()
    assert "Open day and night" in text
    assert "Arabic, Dutch" in text
    assert "<html" not in text


def test_several_at_one_place_tell_as_much_as_one(client) -> None:
    place = PlaceFactory(latitude=51.05, longitude=3.72)
    for name, codes in (("Lunch", ["nl", "ar"]), ("Repair", ["fr"])):
        channel = {"place": place, "hours": ALWAYS, "spoken_languages": codes}
        service = ServiceFactory(name_en=name, channels=[channel])
        service.channels.get().schedules.update(holidays="open")
    desk("away", name_en="Elsewhere", latitude=51.06)
    response = client.get(reverse("services:popup-several"), {"bbox": "3.72,51.05,3.72,51.05"})
    lunch, repair = BeautifulSoup(response.content, "html.parser").select("li")
    assert (lunch.a.text, repair.a.text) == ("Lunch", "Repair")
    assert "Open day and night" in lunch.text
    assert "Arabic, Dutch" in lunch.text
    assert "Open day and night" in repair.text
    assert "French" in repair.text


def test_several_keep_the_filters(client) -> None:
    place = PlaceFactory(latitude=51.05, longitude=3.72)
    for kind in ("public", "private"):
        organisation = OrganisationFactory(kind=kind)
        ServiceFactory(name_en=kind, organisation=organisation, channels=[{"place": place}])
    asked = {"bbox": "3.72,51.05,3.72,51.05", "kind": "private"}
    response = client.get(reverse("services:popup-several"), asked)
    found = BeautifulSoup(response.content, "html.parser").select("li a")
    assert [link.text for link in found] == ["private"]


def test_hidden_is_not_there(client) -> None:
    service = ServiceFactory(state="hidden")
    assert client.get(reverse("services:popup", args=[service.public_id])).status_code == 404
    assert client.post(reverse("services:popup", args=[service.public_id])).status_code == 405


@pytest.mark.parametrize("pays", [True, False])
def test_who_pays_to_be_shown_is_marked(client, pays) -> None:
    place = PlaceFactory(latitude=51.05, longitude=3.72)
    partner = OrganisationFactory(paid_partner=pays)
    service = ServiceFactory(organisation=partner, channels=[{"place": place}])
    for path in (
        reverse("services:popup", args=[service.public_id]),
        reverse("services:popup-several") + "?bbox=3.72,51.05,3.72,51.05",
    ):
        badges = BeautifulSoup(client.get(path).content, "html.parser").select(".badge")
        assert [badge.get_text(strip=True) for badge in badges] == ["Paid partner"] * pays

"""What a point of the map tells: as much as a card, in a fragment."""

import pytest
from django.urls import reverse

from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db

ALWAYS = [(day, "00:00", "00:00") for day in range(1, 8)]


def test_open_and_spoken(client) -> None:
    service = ServiceFactory(channels=[{"hours": ALWAYS, "spoken_languages": ["nl", "ar"]}])
    service.channels.get().schedules.update(holidays="open")
    text = client.get(reverse("services:popup", args=[service.public_id])).content.decode()
    assert "Open day and night" in text
    assert "Arabic, Dutch" in text
    assert "<html" not in text


def test_hidden_is_not_there(client) -> None:
    service = ServiceFactory(state="hidden")
    assert client.get(reverse("services:popup", args=[service.public_id])).status_code == 404
    assert client.post(reverse("services:popup", args=[service.public_id])).status_code == 405

"""Texts are edited with their eight languages side by side."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from rotonde.accounts.models import User
from tests.factories.services import PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser(email="admin@example.org", password="x"))
    return client


def opened(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_row_a_text_a_box_a_language(admin) -> None:
    page = opened(admin, f"/admin/services/service/{ServiceFactory().pk}/change/")
    row = page.select_one(".form-row.field-name_en")
    assert len(row.select("input.mt")) == len(settings.LANGUAGES)
    arabic = row.select_one("[name=name_ar]")
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert "العربية" in row.select_one("label[for=id_name_ar]").text
    assert len(page.select(".form-row.field-slug input")) == 1


@pytest.mark.parametrize(
    "path",
    ["services/service/add/", "services/theme/add/", "events/event/add/", "region/term/add/"],
)
def test_no_page_needs_an_inline_script_or_a_foreign_one(admin, path) -> None:
    page = opened(admin, f"/admin/{path}")
    for script in page.find_all("script"):
        assert script.get("src", "").startswith(("/static/", "/admin/jsi18n/"))
    assert not page.find_all("style")


def test_a_point_is_two_numbers_and_the_map_is_told_where(admin) -> None:
    place = PlaceFactory()
    page = opened(admin, f"/admin/services/place/{place.pk}/change/")
    latitude, longitude = (page.select_one(f"[data-point={n}]") for n in ("latitude", "longitude"))
    assert float(latitude["value"]) == place.latitude
    assert (latitude["type"], latitude["max"], longitude["max"]) == ("number", "85", "180")
    assert latitude["data-tiles"] == settings.TILE_URL
    assert page.select_one("script[type=module][src$='point-picker.js']")


@pytest.mark.parametrize(("latitude", "status"), [("51.05", 302), ("99", 200), ("", 200)])
def test_half_a_point_or_one_off_the_map_is_refused(admin, latitude, status) -> None:
    place = PlaceFactory()
    fields = {"slug": place.slug, "name": "Place", "latitude": latitude, "longitude": "3.7"}
    response = admin.post(f"/admin/services/place/{place.pk}/change/", fields)
    assert response.status_code == status

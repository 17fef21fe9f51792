from django.urls import reverse

from permits import booking
from permits.presentation.tickets import address_at_desk, ticket_picture
from tests.factories.permits import NOW
from tests.permits.desk.conftest import clock, desk

__all__ = ["clock", "desk"]


def test_the_code_opens_the_desk_and_not_the_visit(desk) -> None:
    visit = desk.book()
    address = address_at_desk(visit)
    assert address.endswith(f"/en/desk/visits/{visit.pk}/")
    assert visit.code not in address
    assert ticket_picture(visit).startswith(b"\x89PNG")


def test_the_page_shows_it_while_the_visit_stands(desk) -> None:
    visit = desk.book()
    path = reverse("permits:ticket", args=[visit.code])
    browser = desk.browser("anonymous")
    drawn = browser.get(path)
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "no-store" in drawn["Cache-Control"]
    assert path in browser.get(reverse("permits:visit", args=[visit.code])).content.decode()
    booking.cancel(code=visit.code, at=NOW)
    assert browser.get(path).status_code == 404
    assert browser.get(reverse("permits:ticket", args=["nobody"])).status_code == 404

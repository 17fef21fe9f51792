"""A name is corrected by staff, on record; a link in a mail cannot swap who comes."""

import pytest
from django.urls import reverse

from permits.models import VisitEntry
from tests.permits.desk.views.test_while_here import panel


def address(visit, position: int = 0) -> str:
    return reverse("desk:renamed", args=[visit.pk, position])


def test_a_name_is_corrected_and_what_stood_there_is_kept(desk) -> None:
    visit = desk.book(name="Ada Ng")
    answer = desk.browser("host").post(address(visit), {"name": "Ada Nguyen"}, follow=True)
    assert "The name is corrected." in answer.content.decode()
    visit.refresh_from_db()
    assert (visit.name, visit.attendees.get().name) == ("Ada Nguyen", "Ada Nguyen")
    entry = VisitEntry.objects.get()
    assert (entry.action, entry.note, entry.by) == ("renamed", "Ada Ng", desk.host)
    assert panel(desk, visit).select_one("#name-0")["value"] == "Ada Nguyen"


def test_sent_twice_it_is_one_entry(desk) -> None:
    visit = desk.book(name="Ada Ng")
    for _sent in range(2):
        assert desk.browser("host").post(address(visit), {"name": "Ada N."}).status_code == 302
    assert VisitEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\0b"])
def test_a_name_that_cannot_be_is_refused_in_words(desk, name: str) -> None:
    visit = desk.book(name="Ada Ng")
    answer = desk.browser("host").post(address(visit), {"name": name}, follow=True)
    assert "messages" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.name == "Ada Ng"
    assert not VisitEntry.objects.exists()


def test_nobody_else_corrects_names(desk) -> None:
    visit = desk.book(name="Ada Ng")
    for who in ("elsewhere", "newcomer", "anonymous"):
        assert desk.browser(who).post(address(visit), {"name": "Bob"}).status_code in (
            302,
            403,
            404,
        )
    assert desk.browser("host").get(address(visit)).status_code == 405
    assert desk.browser("host").post(address(visit, 7), {"name": "Bob"}).status_code == 404
    visit.refresh_from_db()
    assert visit.name == "Ada Ng"


def test_the_private_link_has_no_field_for_a_name(desk) -> None:
    visit = desk.book(name="Ada Ng")
    browser = desk.browser("anonymous")
    for path in ("", "move/", "cancel/"):
        page = browser.get(visit.get_absolute_url() + path).content.decode()
        assert 'name="name"' not in page
        assert 'name="person_1"' not in page

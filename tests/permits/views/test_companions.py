"""Who comes along: named while booking or afterwards, told at the desk, erased with the rest."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits import booking
from permits.models import CenterDay, Companion, Visit
from rotonde.accounts.personal_data import erase, export, person_at
from tests.permits.views.conftest import NOW

INTERPRETER = {
    "companion_kind": "interpreter",
    "companion_name": "Ida Tolk",
    "companion_organisation": "Tolkendienst",
    "companion_language": "ti",
}


def url(visit):
    return reverse("permits:companion", args=[visit.code])


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_an_interpreter_is_named_with_the_booking_and_told_on_the_page(newcomer, world):
    visit = newcomer.hold(world.at(0, 9))
    assert newcomer.confirm(visit, **INTERPRETER).status_code == 302
    assert Companion.objects.values_list("kind", "name", "organisation", "language").get() == (
        "interpreter",
        "Ida Tolk",
        "Tolkendienst",
        "ti",
    )
    assert visit.attendees.count() == 1
    page = text_of(newcomer.client.get(visit.get_absolute_url()))
    assert "Interpreter: Ida Tolk , Tolkendienst (Tigrinya)" in page


@pytest.mark.parametrize(
    ("missing", "says"),
    [("companion_name", "Tell us the name"), ("companion_kind", "Tell us who comes along")],
)
def test_half_a_companion_is_asked_again_and_nothing_is_lost(newcomer, world, missing, says):
    visit = newcomer.hold(world.at(0, 9))
    response = newcomer.confirm(visit, **{**INTERPRETER, missing: ""})
    assert response.status_code == 400
    page = BeautifulSoup(response.content, "html.parser")
    assert says in page.get_text()
    assert page.select_one("[name=companion_organisation]")["value"] == "Tolkendienst"
    assert page.select_one("details.more")["open"] == ""
    visit.refresh_from_db()
    assert visit.state == Visit.State.HELD


def test_named_changed_and_taken_off_afterwards(newcomer, stranger, world):
    visit = newcomer.book(world.at(0, 9))
    before = CenterDay.objects.get(date=visit.date).version
    assert stranger.client.post(url(visit), INTERPRETER).status_code == 302
    assert visit.companion.name == "Ida Tolk"
    assert CenterDay.objects.get(date=visit.date).version > before
    page = BeautifulSoup(stranger.client.get(url(visit)).content, "html.parser")
    assert page.select_one("[name=companion_name]")["value"] == "Ida Tolk"
    stranger.client.post(url(visit), {"companion_kind": ""})
    assert not Companion.objects.exists()


def test_what_cannot_be_read_is_asked_again(newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    for changes in (
        {"companion_kind": "guru"},
        {"companion_language": "xx"},
        {"companion_name": "a\0"},
    ):
        assert newcomer.client.post(url(visit), {**INTERPRETER, **changes}).status_code == 400
    assert not Companion.objects.exists()


def test_a_visit_that_has_begun_keeps_its_companion(newcomer, world, clock):
    visit = newcomer.book(world.at(0, 9))
    clock.move_to(world.at(0, 9, 5))
    newcomer.client.post(url(visit), INTERPRETER)
    assert not Companion.objects.exists()


def test_only_the_link_of_a_booked_visit_opens_it(newcomer, stranger, world):
    assert stranger.client.get(reverse("permits:companion", args=["x" * 22])).status_code == 404
    held = newcomer.hold(world.at(0, 9))
    assert stranger.client.get(url(held)).status_code == 302
    assert stranger.client.put(url(held)).status_code == 405
    booking.release(code=held.code, at=NOW)
    assert stranger.client.post(url(held), INTERPRETER).status_code == 302
    assert not Companion.objects.exists()


def test_a_companion_is_told_and_erased_with_the_visit(newcomer, world):
    visit = newcomer.hold(world.at(0, 9))
    newcomer.confirm(visit, **INTERPRETER)
    person = person_at("ada@example.org")
    assert "Ida Tolk" in str(export(person))
    erase(person, at=NOW)
    assert not Companion.objects.exists()

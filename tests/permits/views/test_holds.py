"""A time held for some minutes: taken, kept longer, given back, confirmed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits import booking
from permits.models import Tick, Visit
from rotonde.notifications.models import Message


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def url(name, visit):
    return reverse(f"permits:{name}", args=[visit.code])


def test_a_tap_holds_the_time_and_asks_for_names(newcomer, world):
    visit = newcomer.hold(world.at(0, 9), adults=2, children=1)
    assert visit.state == "held"
    assert visit.starts_at == world.at(0, 9)
    page = page_of(newcomer.client.get(url("held", visit)))
    assert [field["name"] for field in page.select("form[data-hold] input[name^=person]")] == [
        "person_1",
        "person_2",
        "person_3",
    ]
    countdown = page.select_one("[data-countdown]")
    assert "09:10" in countdown.get_text()  # ten minutes from nine


def test_a_second_tap_gives_the_first_time_back(newcomer, world):
    first, second = newcomer.hold(world.at(0, 9)), newcomer.hold(world.at(1, 10))
    first.refresh_from_db()
    assert first.state == "expired"
    assert not Tick.objects.filter(step__visit=first).exists()
    assert Visit.objects.filter(state="held").get() == second


def test_the_same_tap_twice_holds_once(newcomer, world):
    newcomer.hold(world.at(0, 9))
    newcomer.hold(world.at(0, 9))
    assert Visit.objects.filter(state="held").count() == 1


def test_a_taken_time_comes_with_others_nearby(newcomer, stranger, world):
    stranger.hold(world.at(0, 9))
    response = newcomer.take(world.at(0, 9))
    assert response.status_code == 409
    page = page_of(response)
    assert "not free any more" in page.select_one("[role=alert]").get_text()
    nearest = [button["value"] for button in page.select(".nearest button")]
    assert len(nearest) == 6
    assert newcomer.take(nearest[0]).status_code == 302


@pytest.mark.parametrize(
    "start",
    [
        "",
        "soon",
        "2027-03-02",
        "2027-03-02T09:00:00",
        "2027-03-02T09:02:00+01:00",
        "9999-12-31T23:55:00+00:00",
        "0001-01-01T00:00:00+00:00",
        "2027-03-02T09:00:00+99:00",
        "x" * 4000,
    ],
)
def test_an_unreadable_start_shows_the_times_again(newcomer, start):
    response = newcomer.take(start)
    assert response.status_code == 400
    assert page_of(response).select("button[name=start]")
    assert not Visit.objects.exists()


@pytest.mark.parametrize("start", ["2020-01-01T09:00:00+00:00", "2027-03-02T03:00:00+01:00"])
def test_a_start_that_is_not_on_offer_is_refused(newcomer, start):
    assert newcomer.take(start).status_code == 409
    assert not Visit.objects.exists()


@pytest.mark.parametrize("center", ["", "atlantis", "g\0ent", "ö" * 90])
def test_an_unknown_center_shows_the_times_again(newcomer, world, center):
    assert newcomer.take(world.at(0, 9), center=center).status_code == 400


def test_a_quest_that_cannot_be_understood_is_asked_again(newcomer, world):
    response = newcomer.take(world.at(0, 9), need="nothing", adults=2)
    assert response.status_code == 400
    assert page_of(response).select_one("select[name=adults] option[selected]")["value"] == "2"


def test_a_center_that_may_not_act_holds_nothing(newcomer, world):
    response = newcomer.take(world.at(0, 9), municipality=world.ronse.nis_code)
    assert world.ronse.get_absolute_url() in response.content.decode()
    assert not Visit.objects.exists()


def test_too_many_people_hold_nothing(newcomer, world):
    assert newcomer.take(world.at(0, 9), adults=6, children=6).status_code == 400


def test_too_many_holds_from_one_address(newcomer, world, settings):
    settings.HOLDS_PER_ADDRESS_PER_HOUR = 1
    newcomer.hold(world.at(0, 9))
    assert newcomer.take(world.at(1, 9)).status_code == 429


def test_opened_by_hand_the_hold_address_leads_on(newcomer):
    assert newcomer.client.get(reverse("permits:hold")).url == reverse("permits:start")
    visit = newcomer.hold()
    assert newcomer.client.get(reverse("permits:hold")).url == url("held", visit)


@pytest.mark.parametrize("name", ["held", "extend", "release", "confirm"])
def test_strangers_see_and_change_nothing(newcomer, stranger, name):
    visit = newcomer.hold()
    address = url(name, visit)
    response = stranger.client.get(address) if name == "held" else stranger.client.post(address)
    assert response.status_code == 404
    visit.refresh_from_db()
    assert visit.state == "held"
    assert visit.extensions == 0


@pytest.mark.parametrize("name", ["extend", "release", "confirm"])
def test_links_change_nothing(newcomer, name):
    visit = newcomer.hold()
    assert newcomer.client.get(url(name, visit)).status_code == 405
    visit.refresh_from_db()
    assert visit.state == "held"


def test_more_time_keeps_what_was_typed(newcomer, clock):
    visit = newcomer.hold()
    response = newcomer.client.post(
        url("extend", visit), {"person_1": "Ada <b>", "email": "not yet"}, follow=True
    )
    page = page_of(response)
    assert page.select_one("[name=person_1]")["value"] == "Ada <b>"
    assert page.select_one("[name=email]")["value"] == "not yet"
    assert "09:15" in page.select_one("[data-countdown]").get_text()


def test_more_time_ends_after_ten_times(newcomer):
    visit = newcomer.hold()
    for _time in range(booking.MOST_EXTENSIONS):
        newcomer.client.post(url("extend", visit))
    page = page_of(newcomer.client.get(url("held", visit)))
    assert not page.select_one("[data-extend]")
    response = newcomer.client.post(url("extend", visit), follow=True)
    assert "as long as we can" in response.content.decode()


def test_given_back_the_time_is_free_again(newcomer, stranger, world):
    visit = newcomer.hold(world.at(0, 9))
    response = newcomer.client.post(url("release", visit), follow=True)
    assert response.status_code == 200
    assert page_of(response).select("button[name=start]")
    assert stranger.hold(world.at(0, 9))


def test_an_expired_hold_offers_the_nearest_times_and_keeps_the_form(newcomer, world, clock):
    visit = newcomer.hold(world.at(0, 9))
    clock.shift(timedelta(minutes=11))
    response = newcomer.confirm(visit, person_1="Ada", email="ada@example.org")
    assert response.status_code == 410
    nearest = page_of(response).select(".nearest button")
    again = newcomer.take(nearest[0]["value"])
    page = page_of(newcomer.client.get(again.url))
    assert page.select_one("[name=person_1]")["value"] == "Ada"
    assert page.select_one("[name=email]")["value"] == "ada@example.org"
    assert not Message.objects.exists()


def test_an_expired_hold_is_gone_on_every_page(newcomer, clock):
    visit = newcomer.hold()
    clock.shift(timedelta(minutes=11))
    assert newcomer.client.get(url("held", visit)).status_code == 410
    assert newcomer.client.post(url("extend", visit)).status_code == 410
    assert newcomer.client.get(url("visit", visit)).status_code == 410


def test_confirming_books_names_and_mails(newcomer):
    visit = newcomer.hold(adults=1, children=1)
    response = newcomer.confirm(visit, person_1="Ada", person_2="Bo", language="ar")
    assert response.url == url("visit", visit)
    visit.refresh_from_db()
    assert (visit.state, visit.name, visit.language) == ("booked", "Ada", "ar")
    assert [person.name for person in visit.attendees.order_by("position")] == ["Ada", "Bo"]
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert "visit-confirmed" in kinds


def test_confirming_twice_leads_to_the_same_visit(newcomer):
    visit = newcomer.hold()
    assert newcomer.confirm(visit).url == newcomer.confirm(visit).url == url("visit", visit)
    assert Message.objects.filter(kind="visit-confirmed").count() == 1


def test_a_booked_visit_is_no_longer_a_hold(newcomer):
    visit = newcomer.book()
    for name in ("extend", "release"):
        assert newcomer.client.post(url(name, visit)).url == url("visit", visit)
    assert newcomer.client.get(url("held", visit)).url == url("visit", visit)


@pytest.mark.parametrize(
    "changes",
    [
        {"person_1": ""},
        {"person_1": "x" * 121},
        {"person_1": "A\0da"},
        {"email": "ada"},
        {"email": ""},
        {"email": "a" * 300 + "@example.org"},
        {"language": "tlh"},
    ],
)
def test_details_that_cannot_be_used_are_asked_again(newcomer, changes):
    visit = newcomer.hold()
    response = newcomer.confirm(visit, **changes)
    assert response.status_code == 400
    page = page_of(response)
    assert page.select_one("[data-error-summary]")
    if "email" not in changes:
        assert page.select_one("[name=email]")["value"] == "ada@example.org"
    visit.refresh_from_db()
    assert visit.state == "held"


def test_too_many_visits_for_one_address(newcomer, world, settings):
    settings.VISITS_PER_MAIL_PER_DAY = 1
    newcomer.book(world.at(0, 9))
    response = newcomer.confirm(newcomer.hold(world.at(1, 9)))
    assert response.status_code == 429
    assert "many visits today" in response.content.decode()


def test_private_pages_are_stored_and_listed_nowhere(newcomer):
    response = newcomer.client.get(url("held", newcomer.hold()))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"
    page = page_of(response)
    assert page.select_one("meta[name=robots]")["content"].startswith("noindex")
    assert not page.select("link[rel=canonical]")


@pytest.mark.parametrize("code", ["nobody", "A" * 22, "x" * 2000])
def test_an_unknown_code_is_not_found(newcomer, code):
    newcomer.hold()
    assert newcomer.client.get(reverse("permits:held", args=[code])).status_code == 404
    assert newcomer.client.post(reverse("permits:confirm", args=[code])).status_code == 404

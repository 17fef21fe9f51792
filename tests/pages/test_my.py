"""My rotonde: each page for strangers, its owner, and somebody else."""

import json
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits import booking
from permits.models import Visit
from permits.schedule_check import check
from rotonde.accounts.models import User
from rotonde.accounts.roles import Role
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account, browser_of
from tests.permits.views.conftest import NOW, clock, newcomer, stranger, world

__all__ = ["clock", "newcomer", "stranger", "world"]

PAGES = ["my:overview", "my:messages", "my:profile", "my:data", "my:download", "my:erase"]


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


@pytest.fixture
def ada(db) -> User:
    return an_account("ada@example.org", first_name="Ada")


@pytest.mark.parametrize("name", PAGES)
def test_strangers_sign_in_first(client, db, name):
    address = reverse(name)
    assert client.get(address).url == f"/en/accounts/login/?next={address}"


@pytest.mark.parametrize("name", PAGES)
def test_everyone_with_an_account_has_their_own(ada, name):
    for user in (ada, an_account("desk@example.org", Role.OFFICER)):
        response = browser_of(user).get(reverse(name))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("name", ["my:overview", "my:messages", "my:data", "my:download"])
def test_reading_pages_take_no_post(ada, name):
    assert browser_of(ada).post(reverse(name)).status_code == 405


def test_a_visit_booked_while_signed_in_is_mine(newcomer, world, ada):
    newcomer.client.force_login(ada)
    visit = newcomer.book(world.at(0, 9))
    assert visit.account == ada
    page = text_of(newcomer.client.get("/en/my/"))
    assert "Tuesday, 2 March 2027 at 09:00" in page
    assert visit.ticket in page
    assert visit.code not in text_of(browser_of(an_account("other@example.org")).get("/en/my/"))


def test_a_visit_booked_before_with_my_address_is_mine(newcomer, world, ada):
    visit = newcomer.book(world.at(0, 9))
    assert visit.account is None
    assert visit.ticket in text_of(browser_of(ada).get("/en/my/"))


def test_an_address_nobody_confirmed_opens_nothing(newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    thief = User.objects.create_user("ada@example.org")
    assert visit.ticket not in text_of(browser_of(thief).get("/en/my/"))


def test_somebody_who_typed_my_address_keeps_their_visit(newcomer, world, ada):
    newcomer.client.force_login(an_account("other@example.org"))
    visit = newcomer.book(world.at(0, 9))
    assert visit.email == ada.email
    assert visit.ticket not in text_of(browser_of(ada).get("/en/my/"))


def test_the_details_of_an_account_need_not_be_typed_again(newcomer, world, ada):
    newcomer.client.force_login(ada)
    visit = newcomer.hold()
    page = BeautifulSoup(
        newcomer.client.get(reverse("permits:held", args=[visit.code])).content, "html.parser"
    )
    assert page.select_one("[name=email]")["value"] == "ada@example.org"
    assert page.select_one("[name=person_1]")["value"] == "Ada"


def test_the_number_of_visits_does_not_change_the_number_of_queries(
    newcomer, world, ada, django_assert_max_num_queries
):
    browser = browser_of(ada)
    for hour in (9, 10, 11):
        newcomer.book(world.at(0, hour), need="registration")
    browser.get("/en/my/")
    with django_assert_max_num_queries(18):
        browser.get("/en/my/")


def test_messages_show_what_was_sent_to_me_and_nothing_else(newcomer, world, ada, mailoutbox):
    newcomer.book(world.at(0, 9))
    deliver_due(at=NOW)
    assert "Your visit is booked" in text_of(browser_of(ada).get(reverse("my:messages")))
    other = browser_of(an_account("other@example.org"))
    assert "No messages yet" in text_of(other.get(reverse("my:messages")))


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "9" * 30])
def test_any_page_number_shows_a_page(ada, page):
    assert browser_of(ada).get(reverse("my:messages"), {"page": page}).status_code == 200


PROFILE = {
    "first_name": "Ada",
    "last_name": "Łukasz <b>",
    "language": "ar",
    "time_zone": "Africa/Cairo",
    "arrived_on": "2026-09-30",
}


def test_a_profile_is_kept(ada):
    browser = browser_of(ada)
    assert browser.post(reverse("my:profile"), PROFILE).url == reverse("my:profile")
    ada.refresh_from_db()
    assert (ada.language, ada.time_zone) == ("ar", "Africa/Cairo")
    assert str(ada.arrived_on) == "2026-09-30"
    field = BeautifulSoup(browser.get(reverse("my:profile")).content, "html.parser")
    assert field.select_one("[name=last_name]")["value"] == "Łukasz <b>"
    assert field.select_one("[name=arrived_on]")["value"] == "2026-09-30"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "xx"),
        ("language", ""),
        ("time_zone", "Mars/Olympus"),
        ("arrived_on", "yesterday"),
        ("arrived_on", "0001-01-01"),
        ("arrived_on", "9999-12-31"),
        ("first_name", "x" * 151),
        ("first_name", "nul\0"),
    ],
)
def test_what_cannot_be_kept_is_asked_again(ada, field, value):
    response = browser_of(ada).post(reverse("my:profile"), PROFILE | {field: value})
    assert response.status_code == 400
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[data-error-summary]")
    ada.refresh_from_db()
    assert ada.last_name == ""


def test_the_download_holds_my_things_and_nobody_elses(newcomer, stranger, world, ada):
    mine = newcomer.book(world.at(0, 9))
    stranger.client.force_login(an_account("other@example.org"))
    theirs = stranger.hold(world.at(0, 10))
    stranger.confirm(theirs, email="other@example.org", person_1="Other Person")
    response = browser_of(ada).get(reverse("my:download"))
    assert "attachment" in response["Content-Disposition"]
    told = json.loads(response.content)
    assert told["account"]["email"] == "ada@example.org"
    assert [visit["name"] for visit in told["visits"]] == [mine.name or "Person 1"]
    assert {message["to"] for message in told["messages"]} == {"ada@example.org"}
    assert "Other" not in response.content.decode()


def test_erasing_asks_first(ada):
    browser = browser_of(ada)
    assert browser.post(reverse("my:erase")).status_code == 400
    assert User.objects.filter(pk=ada.pk).exists()


def test_erasing_forgets_the_person_and_keeps_the_schedule_whole(newcomer, world, ada, clock):
    past = newcomer.book(world.at(0, 9))
    coming = newcomer.book(world.at(3, 9), need="registration")
    clock.move_to(datetime(2027, 3, 3, 12, 1, 2, 3, tzinfo=UTC))
    newcomer.client.force_login(ada)
    response = newcomer.client.post(reverse("my:erase"), {"understood": "on"})
    assert response.url == "/en/"
    assert "_auth_user_id" not in newcomer.client.session
    assert not User.objects.filter(pk=ada.pk).exists()
    assert not Message.objects.exists()
    states = dict(Visit.objects.values_list("pk", "state"))
    assert states == {past.pk: "booked", coming.pk: "cancelled"}
    for visit in Visit.objects.prefetch_related("attendees"):
        assert (visit.email, visit.account, visit.session_key) == ("erased@invalid", None, "")
        assert visit.code not in (past.code, coming.code)
        assert [attendee.name for attendee in visit.attendees.all()] == [""]
    assert [finding for finding in check(at=datetime.now(UTC)) if finding.violations] == []
    gone = newcomer.client.get(reverse("permits:visit", args=[past.code]))
    assert gone.status_code == 404


def test_erasing_gives_a_held_time_back(newcomer, world, ada):
    newcomer.client.force_login(ada)
    held = newcomer.hold()
    booking.extend(code=held.code, at=NOW)
    Visit.objects.filter(pk=held.pk).update(account=ada)
    newcomer.client.post(reverse("my:erase"), {"understood": "on"})
    assert Visit.objects.get(pk=held.pk).state == "expired"


def test_what_others_have_stays(newcomer, world, ada):
    newcomer.client.force_login(an_account("other@example.org"))
    theirs = newcomer.hold()
    newcomer.confirm(theirs, email="other@example.org")
    browser_of(ada).post(reverse("my:erase"), {"understood": "on"})
    theirs.refresh_from_db()
    assert (theirs.state, theirs.email) == ("booked", "other@example.org")
    assert User.objects.filter(email="other@example.org").exists()

"""The waiting list by its pages: joined, offered, answered, left; never by opening a link."""

from datetime import timedelta

import pytest
from django.urls import reverse

from permits import booking
from permits.free_times import free_starts
from permits.models import Shift, Visit, WaitingOffer, WaitingParty
from permits.waiting.offering import offer_freed
from tests.factories.permits import COMBINED, WEB
from tests.permits.views.conftest import NOW

DAY_OF_VISITS = 3


@pytest.fixture
def full(world):
    """One day only is worked, and nothing is left on it."""
    Shift.objects.exclude(date=world.days[DAY_OF_VISITS]).delete()
    visits = []
    while free := free_starts(
        world.center, COMBINED, first_day=world.days[0], days=10, at=NOW
    ).starts:
        held = booking.hold(center=world.center, party=COMBINED, start=free[0].start, at=NOW, **WEB)
        details = {"name": "A", "email": f"{held.pk}@example.org", "language": "en"}
        visits.append(booking.confirm(code=held.code, at=NOW, **details).visit)
    return visits


def wish(world, **changes):
    return {
        "from_date": world.days[0].isoformat(),
        "until_date": world.days[DAY_OF_VISITS].isoformat(),
        "part": "",
        "notice_hours": "2",
        "form_key": "k" * 22,
        **changes,
    }


def joining(newcomer, **changes):
    need = {**newcomer.world.need(), "center": "gent"}
    details = newcomer.details()
    answers = {**need, **details, **wish(newcomer.world), **changes}
    return newcomer.client.post(reverse("permits:join-waiting"), answers)


@pytest.fixture
def waiting(full, newcomer):
    response = joining(newcomer)
    assert response.status_code == 302, response.content.decode()[:2000]
    return WaitingParty.objects.get()


@pytest.fixture
def offer(full, waiting):
    booking.cancel(code=full[0].code, at=NOW)
    offer_freed(at=NOW)
    return waiting.offers.get()


def post(client, name, *args):
    return client.post(reverse(f"permits:{name}", args=args))


def page(client, waiting):
    return client.get(reverse("permits:waiting", args=[waiting.code])).content.decode()


def test_from_nothing_free_a_link_leads_to_the_list(full, newcomer):
    text = newcomer.client.get(reverse("permits:times"), newcomer.world.need()).content.decode()
    assert reverse("permits:join-waiting") in text


def test_the_form_carries_what_was_asked_for(full, newcomer):
    query = {**newcomer.world.need(adults=2), "center": "gent"}
    text = newcomer.client.get(reverse("permits:join-waiting"), query).content.decode()
    assert "person_2" in text
    assert 'name="adults" value="2"' in text


def test_joining_leads_to_the_private_page(waiting, newcomer):
    assert waiting.email == "ada@example.org"
    assert "You are on the waiting list" in page(newcomer.client, waiting)


def test_sent_twice_it_is_one_party(waiting, newcomer):
    assert joining(newcomer).status_code == 302
    assert WaitingParty.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_date": "2020-01-01"},
        {"from_date": "never"},
        {"email": ""},
        {"person_1": ""},
        {"notice_hours": "-1"},
        {"form_key": ""},
        {"until_date": "2999-01-01"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(full, newcomer, wrong):
    response = joining(newcomer, language="tr", **wrong)
    assert response.status_code == 400
    assert not WaitingParty.objects.exists()
    assert 'value="tr" selected' in response.content.decode()


def test_where_times_are_free_they_are_shown_instead(newcomer):
    response = joining(newcomer)
    assert response.status_code == 409
    assert 'name="start"' in response.content.decode()


def test_a_need_nobody_understands_leads_back_to_the_questions(full, newcomer):
    assert joining(newcomer, need="nonsense").status_code == 400


def test_where_no_center_may_act_the_municipality_is_named(full, newcomer):
    response = joining(newcomer, municipality=newcomer.world.ronse.nis_code)
    assert "Ronse" in response.content.decode()


def test_an_offer_is_shown_with_its_end(offer, waiting, newcomer):
    text = page(newcomer.client, waiting)
    assert "We keep it for you until" in text
    assert reverse("permits:accept-offer", args=[waiting.code, offer.pk]) in text


def test_a_mail_scanner_that_follows_links_changes_nothing(offer, waiting, newcomer):
    for name in ("accept-offer", "decline-offer"):
        path = reverse(f"permits:{name}", args=[waiting.code, offer.pk])
        assert newcomer.client.get(path).status_code == 405
    assert newcomer.client.get(reverse("permits:leave-waiting", args=[waiting.code])).status_code
    page(newcomer.client, waiting)
    offer.refresh_from_db()
    waiting.refresh_from_db()
    assert (offer.state, waiting.state) == (WaitingOffer.State.OPEN, WaitingParty.State.WAITING)


def test_accepting_is_one_click_and_a_second_leads_to_the_same_visit(offer, waiting, stranger):
    for _click in range(2):
        response = post(stranger.client, "accept-offer", waiting.code, offer.pk)
        assert response.url == reverse("permits:visit", args=[offer.hold.code])
    assert Visit.objects.get(pk=offer.hold_id).state == "booked"
    assert "You have a time" in page(stranger.client, waiting)


def test_declining_keeps_the_place(offer, waiting, stranger):
    post(stranger.client, "decline-offer", waiting.code, offer.pk)
    waiting.refresh_from_db()
    assert waiting.state == WaitingParty.State.WAITING
    assert "Yes, I take this time" not in page(stranger.client, waiting)


def test_an_offer_that_ran_out_is_not_shown_and_says_so_when_accepted(
    offer, waiting, stranger, clock
):
    clock.move_to(NOW + timedelta(hours=2))
    assert "Yes, I take this time" not in page(stranger.client, waiting)
    response = post(stranger.client, "accept-offer", waiting.code, offer.pk)
    assert response.url == waiting.get_absolute_url()
    assert "no longer kept for you" in page(stranger.client, waiting)


def test_leaving_is_a_click_too(offer, waiting, stranger):
    post(stranger.client, "leave-waiting", waiting.code)
    waiting.refresh_from_db()
    assert waiting.state == WaitingParty.State.LEFT
    assert "You are off the waiting list" in page(stranger.client, waiting)


def test_strangers_find_nothing(offer, waiting, stranger):
    get = stranger.client.get
    assert get(reverse("permits:waiting", args=["x" * 22])).status_code == 404
    for name in ("accept-offer", "decline-offer"):
        assert post(stranger.client, name, "x" * 22, offer.pk).status_code == 404
        assert post(stranger.client, name, waiting.code, offer.pk + 1).status_code == 404
    assert post(stranger.client, "leave-waiting", "x" * 22).status_code == 404
    assert get(reverse("permits:earlier", args=["x" * 22])).status_code == 404


def test_the_private_page_is_kept_nowhere(waiting, newcomer):
    response = newcomer.client.get(waiting.get_absolute_url())
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


class TestEarlier:
    """By the private link of a booked visit."""

    def test_a_booked_visit_waits_and_keeps_its_time(self, full, newcomer):
        late = full[-1]
        path = reverse("permits:earlier", args=[late.code])
        assert path in newcomer.client.get(late.get_absolute_url()).content.decode()
        assert newcomer.client.get(path).status_code == 200
        assert newcomer.client.post(path, wish(newcomer.world)).status_code == 302
        waiting = WaitingParty.objects.get()
        assert newcomer.client.get(path).url == waiting.get_absolute_url()
        booking.cancel(code=full[0].code, at=NOW)
        offer_freed(at=NOW)
        offer = waiting.offers.get()
        assert "moves to it" in page(newcomer.client, waiting)
        response = post(newcomer.client, "accept-offer", waiting.code, offer.pk)
        assert response.url == late.get_absolute_url()
        late.refresh_from_db()
        assert late.starts_at == full[0].starts_at

    def test_a_cancelled_one_does_not(self, full, newcomer):
        booking.cancel(code=full[0].code, at=NOW)
        path = reverse("permits:earlier", args=[full[0].code])
        assert newcomer.client.post(path, wish(newcomer.world)).status_code == 302
        assert not WaitingParty.objects.exists()

    def test_what_is_wrong_is_said(self, full, newcomer):
        path = reverse("permits:earlier", args=[full[-1].code])
        assert newcomer.client.post(path, wish(newcomer.world, part="noon")).status_code == 400

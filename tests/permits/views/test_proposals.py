"""The visitor answers a proposal by their private link; nobody else can, and no link acts."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.models import Proposal, Visit
from permits.rostering.changes import Away
from permits.rostering.reseating import carry_out
from tests.permits.views.conftest import NOW


@pytest.fixture
def visit(newcomer, world) -> Visit:
    visit = newcomer.book(world.at(0, 9))
    carry_out(change=Away(world.city, visit.date, visit.date), at=NOW, by=None)
    return visit


def url(visit: Visit) -> str:
    return reverse("permits:proposal", args=[visit.code])


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_the_visit_page_says_so_and_shows_the_proposed_time(newcomer, visit):
    page = text_of(newcomer.client.get(visit.get_absolute_url()))
    assert "Your visit needs another time" in page
    assert "We propose" in page
    assert "We keep this time for you until" in page
    assert "Your visit is not cancelled" in page


def test_one_post_takes_it_and_a_second_changes_nothing(newcomer, visit):
    proposed = Proposal.objects.get().held.first_cell
    for _twice in range(2):
        response = newcomer.client.post(url(visit), {"answer": "accept"}, follow=True)
        assert response.status_code == 200
    visit.refresh_from_db()
    assert (visit.first_cell, visit.sequence) == (proposed, 1)
    assert "Your ticket" in text_of(newcomer.client.get(visit.get_absolute_url()))


def test_giving_it_back_leads_to_other_times(newcomer, visit):
    response = newcomer.client.post(url(visit), {"answer": "decline"})
    assert response.url == reverse("permits:move", args=[visit.code])
    page = text_of(newcomer.client.get(visit.get_absolute_url()))
    assert "not kept for you any more" in page
    assert "Choose another time" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_following_the_link_changes_nothing(newcomer, visit, method):
    response = getattr(newcomer.client, method)(url(visit) + "?answer=accept")
    assert response.status_code == 302
    assert Proposal.objects.get().state == "open"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(newcomer, visit, method):
    assert getattr(newcomer.client, method)(url(visit)).status_code == 405


def test_a_stranger_finds_nothing(stranger, visit):
    assert stranger.client.post(url(visit)[:-6] + "aaaaa/", {"answer": "accept"}).status_code == 404
    assert Proposal.objects.get().state == "open"


def test_the_hold_that_keeps_it_is_no_door(newcomer, visit):
    held = Proposal.objects.get().held
    confirmed = newcomer.client.post(
        reverse("permits:confirm", args=[held.code]), newcomer.details()
    )
    assert confirmed.status_code == 404


def test_an_answer_that_comes_too_late_is_told(newcomer, visit, clock):
    clock.move_to(NOW + timedelta(hours=49))
    response = newcomer.client.post(url(visit), {"answer": "accept"}, follow=True)
    assert "not kept for you any more" in text_of(response)
    visit.refresh_from_db()
    assert visit.state == "booked"


def test_a_visit_without_a_proposal_has_nothing_to_answer(newcomer, world):
    visit = newcomer.book(world.at(1, 9))
    response = newcomer.client.post(url(visit), {"answer": "accept"})
    assert response.url == reverse("permits:visit", args=[visit.code])

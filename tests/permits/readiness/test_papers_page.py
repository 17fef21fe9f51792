"""The private page before a visit: ticked by POST, told per person, opened by the link alone."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from permits.models import PaperCheck, Visit
from permits.readiness.reading import readiness_of
from rotonde.common.languages import CODES
from tests.permits.views.conftest import clock, newcomer, stranger, world

__all__ = ["clock", "newcomer", "stranger", "world"]


def papers(visit):
    return reverse("permits:papers", args=[visit.code])


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def first(visit):
    return readiness_of(visit).people[0].papers[0].name


def test_the_page_asks_each_person_and_keeps_what_they_say(newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    page = soup(newcomer.client.get(visit.get_absolute_url()))
    assert page.select_one("form[action$='/papers/']")
    assert not page.select("input[type=file]")
    name = first(visit)
    kept = newcomer.client.post(papers(visit), {name: "have"}, follow=True)
    assert "Kept." in kept.content.decode()
    checked = soup(kept).select_one(f"input[name={name}][checked]")
    assert checked["value"] == "have"
    assert "1 of 2 answered" in soup(kept).get_text()


def test_whoever_has_the_link_may_answer_and_nobody_without_it(stranger, newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    assert stranger.client.post(papers(visit), {first(visit): "have"}).status_code == 302
    assert PaperCheck.objects.get().answer == "have"
    unknown = reverse("permits:papers", args=["x" * 22])
    assert stranger.client.post(unknown, {}).status_code == 404
    assert stranger.client.get(unknown).status_code == 404


def test_following_a_link_changes_nothing(stranger, newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    response = stranger.client.get(papers(visit) + f"?{first(visit)}=have")
    assert response.status_code == 302
    assert not PaperCheck.objects.exists()
    assert stranger.client.delete(papers(visit)).status_code == 405


def test_what_cannot_be_read_changes_nothing_and_is_said(newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    response = newcomer.client.post(papers(visit), {first(visit): "perhaps"}, follow=True)
    assert "could not be read" in response.content.decode()
    assert not PaperCheck.objects.exists()


def test_after_the_door_the_list_is_told_and_asks_nothing(newcomer, world, clock):
    visit = newcomer.book(world.at(0, 9))
    name = first(visit)
    clock.move_to(world.at(0, 10))
    page = soup(newcomer.client.get(visit.get_absolute_url()))
    assert not page.select("form[action$='/papers/']")
    assert "Passport" in page.get_text()
    late = newcomer.client.post(papers(visit), {name: "have"}, follow=True)
    assert "has begun" in late.content.decode()
    assert not PaperCheck.objects.exists()


def test_the_employer_is_not_mentioned_where_there_is_none(newcomer, world):
    visit = newcomer.book(world.at(0, 9))
    page = soup(newcomer.client.get(visit.get_absolute_url()))
    assert not page.select("[name=ask_employer]")
    newcomer.client.post(papers(visit), {"ask_employer": "on"})
    assert Visit.objects.get().ask_employer is False


@pytest.mark.parametrize("language", CODES)
def test_in_every_language(newcomer, world, language):
    visit = newcomer.book(world.at(0, 9))
    with override(language):
        response = newcomer.client.get(reverse("permits:visit", args=[visit.code]))
    assert response.status_code == 200
    assert soup(response).select_one("form[action$='/papers/'] input[type=radio]")

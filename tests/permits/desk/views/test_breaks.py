"""Meetings and breaks: typed by a manager, never over somebody's visit, and given back."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from permits.models import Break
from permits.schedule_check import check
from tests.factories.permits import DAY, NOW, at_local

BREAKS = "/en/desk/roster/breaks/"


@pytest.fixture(autouse=True)
def _schedule_holds(desk):
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


@pytest.fixture
def officer(desk):
    return desk.world.city[0]


@pytest.fixture
def meeting(officer):
    return {
        "officer": officer.slug,
        "day": DAY.isoformat(),
        "starts": "10:00",
        "minutes": "30",
        "reason": "Team",
    }


def test_time_is_kept_free_and_given_back(desk, officer, meeting) -> None:
    browser = desk.browser("manager")
    page = browser.post(BREAKS, meeting, follow=True)
    away = Break.objects.get()
    assert (away.officer, away.starts_at, away.reason) == (officer, at_local("10:00"), "Team")
    assert away.ends_at - away.starts_at == timedelta(minutes=30)
    told = BeautifulSoup(page.content, "html.parser")
    assert "10:00–10:30" in told.text
    browser.post(told.select_one("form[action*='/end/']")["action"])
    assert not Break.objects.exists()


def test_sent_twice_it_is_one(desk, meeting) -> None:
    browser = desk.browser("manager")
    assert {browser.post(BREAKS, meeting).status_code for _sent in range(2)} == {302}
    assert Break.objects.count() == 1


def test_nobodys_visit_is_in_its_way(desk, meeting) -> None:
    desk.book("08:50")
    response = desk.browser("manager").post(BREAKS, {**meeting, "starts": "09:10"})
    assert response.status_code == 400
    assert "Somebody is booked then" in response.content.decode()
    assert 'value="Team"' in response.content.decode()
    assert not Break.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": ""},
        {"day": "2001-01-01"},
        {"day": "9999-12-31"},
        {"starts": "25:00"},
        {"starts": "10:02"},
        {"minutes": "0"},
        {"minutes": "12"},
        {"minutes": "481"},
        {"minutes": "9" * 30},
        {"reason": "x" * 121},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(desk, meeting, wrong) -> None:
    response = desk.browser("manager").post(BREAKS, meeting | wrong)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == list(wrong)
    assert not Break.objects.exists()


@pytest.mark.parametrize("who", ["host", "elsewhere"])
def test_it_is_for_the_manager_of_this_center(desk, officer, meeting, who) -> None:
    assert desk.browser(who).get(BREAKS, {"officer": officer.slug}).status_code == 404
    assert desk.browser(who).post(BREAKS, meeting).status_code == 404
    assert not Break.objects.exists()


def test_nobody_of_that_name_has_no_page(desk) -> None:
    assert desk.browser("manager").get(BREAKS, {"officer": "nobody"}).status_code == 404

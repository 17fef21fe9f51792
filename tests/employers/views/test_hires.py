"""The list of an employer's hires, one hire, inviting again, taking back."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits import booking
from rotonde.employers import hiring
from rotonde.employers.models import Hire, Shares
from rotonde.notifications.models import Message
from tests.factories.accounts import browser_of
from tests.factories.employers import (
    NOW,
    TODAY,
    OrganisationFactory,
    a_hire,
    a_member,
    an_agent,
    booked_for,
)
from tests.keyless import keyless

SEEN = {"Visit booked", "09:00"}


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def words(response) -> str:
    return " ".join(page_of(response).main.get_text(" ").split())


@pytest.fixture
def list_url(employer):
    return reverse("employers:hires", args=[employer.slug])


def url(name, hire):
    return reverse(f"employers:{name}", args=[hire.public_id])


def test_who_may_see_the_list(list_url, closed_to):
    closed_to(list_url, methods=("get",))


@pytest.mark.parametrize("name", ["hire", "times", "confirm"])
def test_who_may_see_a_hire(employer, hr, world, closed_to, name):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    closed_to(url(name, hire), methods=("get",))


@pytest.mark.parametrize("name", ["invite", "withdraw", "hold", "confirm", "extend", "release"])
def test_who_may_change_a_hire(employer, hr, world, closed_to, name):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    before = Hire.objects.filter(pk=hire.pk).values().get()
    closed_to(url(name, hire), methods=("post",))
    assert Hire.objects.filter(pk=hire.pk).values().get() == before


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("hire", "post"),
        ("times", "post"),
        ("invite", "get"),
        ("extend", "get"),
        ("release", "get"),
        ("withdraw", "put"),
        ("confirm", "delete"),
        ("hold", "put"),
    ],
)
def test_wrong_methods(employer, hr, name, method):
    hire = a_hire(employer, by=hr)
    assert getattr(browser_of(hr), method)(url(name, hire)).status_code == 405


def test_the_list_refuses_other_methods(hr, list_url):
    assert browser_of(hr).post(list_url).status_code == 405


def test_a_hire_of_another_employer_answers_like_one_that_never_was(
    employer, hr, django_assert_num_queries
):
    theirs = a_hire(OrganisationFactory())
    browser = browser_of(hr)
    answers, counts = [], []
    for public_id in (theirs.public_id, "bbbbbbbbbb", "x" * 300):
        with django_assert_num_queries(4) as found:
            answers.append(browser.get(reverse("employers:hire", args=[public_id])))
        counts.append([query["sql"].split(" WHERE ")[0] for query in found.captured_queries])
    assert {answer.status_code for answer in answers} == {404}
    assert counts[0] == counts[1] == counts[2]
    known = answers[0].content.replace(theirs.public_id.encode(), b"bbbbbbbbbb")
    assert known == answers[1].content


def test_the_list_shows_who_is_how_far(employer, hr, world, list_url):
    a_hire(employer, by=hr, name="Invited One", email="a@x.example")
    a_hire(employer, by=hr, name="Silent One", email="b@x.example", shares=Shares.NOTHING)
    booked = a_hire(employer, by=hr, name="Booked One", email="c@x.example", shares=Shares.DATE)
    booked_for(booked, world)
    a_hire(OrganisationFactory(), name="Not Ours", email="d@x.example")
    page = page_of(browser_of(hr).get(list_url))
    rows = {
        row.th.get_text(strip=True): row.get_text(" ", strip=True)
        for row in page.select("tbody tr")
    }
    assert set(rows) == {"Invited One", "Silent One", "Booked One"}
    assert "Visit booked" in rows["Booked One"]
    assert "09:00" in rows["Booked One"]
    assert "Accepted" in rows["Silent One"]
    assert "Invited" in rows["Invited One"]
    chips = [chip.get_text(" ", strip=True) for chip in page.select(".chip")]
    assert chips == ["All 3", "Invited 1", "Accepted 1", "Visit booked 1"]


def test_an_agent_under_mandate_sees_the_same(employer, hr, list_url):
    hire = a_hire(employer, by=hr)
    agent = browser_of(an_agent(employer, "agent@x.example", valid_until=TODAY))
    assert hire.name in words(agent.get(list_url))
    assert agent.get(url("hire", hire)).status_code == 200


def test_filters(employer, hr, list_url):
    a_hire(employer, by=hr, name="Zoë Peeters", email="z@x.example")
    a_hire(employer, by=hr, name="Ana Silva", shares=Shares.NOTHING)
    browser = browser_of(hr)

    def names(query):
        rows = page_of(browser.get(list_url, query)).select("tbody th")
        return [row.get_text(strip=True) for row in rows]

    assert names({"q": "zo"}) == ["Zoë Peeters"]
    assert names({"q": "ANA@"}) == ["Ana Silva"]
    assert names({"progress": "invited"}) == ["Zoë Peeters"]
    assert names({"q": "nobody"}) == []
    assert names({"q": "100%"}) == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("progress=promoted", 400),
        ("q=" + "x" * 500, 400),
        ("page=-1", 200),
        ("page=99999999999999999999", 200),
        ("page=one", 200),
        ("q=%00", 400),
        ("q=%FF%FE", 200),
    ],
)
def test_bad_filters_are_answered(employer, hr, list_url, query, status):
    a_hire(employer, by=hr)
    assert browser_of(hr).get(f"{list_url}?{query}").status_code == status


def test_the_list_is_paged_and_needs_the_same_queries(
    employer, hr, list_url, django_assert_max_num_queries
):
    counts = []
    browser = browser_of(hr)
    for many in (1, 30):
        for n in range(many):
            a_hire(employer, by=hr, email=f"{many}-{n}@x.example", shares=Shares.DATE)
        with django_assert_max_num_queries(20) as found:
            page = page_of(browser.get(list_url))
        counts.append(len(found.captured_queries))
    assert counts[0] == counts[1]
    assert len(page.select("tbody tr")) == 25
    assert len(page_of(browser.get(list_url, {"page": 2})).select("tbody tr")) == 6


@pytest.mark.parametrize(
    ("shares", "sees"),
    [(Shares.NOTHING, set()), (Shares.STATE, {"Visit booked"}), (Shares.DATE, SEEN)],
)
def test_the_hire_page_shows_what_the_hire_allows(employer, hr, world, shares, sees):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    visit = booked_for(hire, world)
    hiring.decide_consent(hire=hire, shares=shares, at=NOW)
    browser = browser_of(hr)
    list_url = reverse("employers:hires", args=[employer.slug])
    for address in (url("hire", hire), list_url):
        response = browser.get(address)
        # The list offers every state as a filter, so look at what it says about people.
        page = page_of(response)
        told = (page.main if address != list_url else page.tbody).get_text(" ")
        assert {thing for thing in SEEN if thing in told} == sees
        html = response.content.decode()
        for secret in (visit.code, hire.code):
            assert secret not in html
        assert visit.ticket not in keyless(html)
        assert "passport" not in html.lower()


def test_a_cancelled_visit_can_be_booked_anew(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    visit = booked_for(hire, world)
    booking.cancel(code=visit.code, at=NOW)
    response = browser_of(hr).get(url("hire", hire))
    assert "Choose a time" in words(response)
    assert "Visit booked" not in words(response)


def test_a_new_invitation_replaces_the_old_link(employer, hr, clock):
    hire = a_hire(employer, by=hr)
    clock.shift(timedelta(hours=2))
    response = browser_of(hr).post(url("invite", hire), follow=True)
    assert "sent a new invitation" in response.content.decode()
    assert Hire.objects.get().code != hire.code
    assert Message.objects.filter(kind="hire-invited").count() == 2


def test_inviting_twice_at_once_says_to_wait(employer, hr):
    hire = a_hire(employer, by=hr)
    response = browser_of(hr).post(url("invite", hire), follow=True)
    assert "less than an hour old" in response.content.decode()
    assert Message.objects.count() == 1


def test_taking_a_hire_back_asks_first(employer, hr, list_url):
    hire = a_hire(employer, by=hr)
    browser = browser_of(hr)
    assert browser.get(url("withdraw", hire)).status_code == 200
    assert Hire.objects.live().exists()
    assert browser.post(url("withdraw", hire))["Location"] == list_url
    assert browser.get(url("hire", hire)).status_code == 404
    assert browser.post(url("withdraw", hire)).status_code == 404
    assert hire.name not in words(browser.get(list_url))


def test_the_pages_are_stored_nowhere(employer, hr, list_url):
    hire = a_hire(employer, by=hr)
    for address in (list_url, url("hire", hire)):
        assert browser_of(hr).get(address)["Cache-Control"].startswith("no-store, private")


def test_two_members_of_one_employer_see_the_same(employer, hr, list_url):
    hire = a_hire(employer, by=hr)
    colleague = a_member(employer, "colleague@acme.example")
    assert hire.name in words(browser_of(colleague).get(list_url))

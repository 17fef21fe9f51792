"""Choosing a time for a hire, holding it, naming who comes, booking; the link stays hidden."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.models import Visit
from rotonde.employers import bookings, hiring
from rotonde.employers.models import Hire, Shares
from tests.factories.accounts import browser_of
from tests.factories.employers import NOW, a_hire, an_agent, booked_for
from tests.keyless import keyless


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def url(name, hire):
    return reverse(f"employers:{name}", args=[hire.public_id])


@pytest.fixture
def hire(employer, hr):
    return a_hire(employer, by=hr, shares=Shares.DATE)


@pytest.fixture
def browser(hr):
    return browser_of(hr)


def asked(world, **changes):
    start = {"center": "gent", "start": world.at(0, 9).isoformat()}
    return {**world.need(), **start, **changes}


@pytest.fixture
def held(browser, hire, world):
    response = browser.post(url("hold", hire), asked(world))
    assert response.status_code == 302, response.content.decode()[:2000]
    return Visit.objects.get()


def test_first_where_they_will_live(browser, hire, world):
    page = page_of(browser.get(url("times", hire)))
    assert page.select("[name=municipality]")
    assert not page.select("[role=alert]")
    assert page.select_one("[name=adults] option[selected]")["value"] == "1"


def test_the_family_is_filled_in(browser, employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE, adults=2, children=3)
    page = page_of(browser.get(url("times", hire)))
    assert page.select_one("[name=children] option[selected]")["value"] == "3"


def test_then_the_times(browser, hire, world):
    page = page_of(browser.get(url("times", hire), {"municipality": "44021"}))
    starts = [button["value"] for button in page.select("button.slot")]
    assert world.at(0, 9) in [datetime.fromisoformat(start) for start in starts]
    form = page.select_one("form[method=post][action]")
    assert form["action"] == url("hold", hire)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"municipality": "00000"}, 400),
        ({"place": "Atlantis"}, 400),
        ({"municipality": "44021", "adults": "-1"}, 400),
        ({"municipality": "44021", "adults": "6", "children": "8"}, 400),
        ({"municipality": "44021", "from": "yesterday"}, 400),
        ({"municipality": "44021", "center": "mars"}, 400),
        ({"municipality": "44021", "from": "9999-12-31"}, 200),
        ({"municipality": "45041"}, 200),
        ({"municipality": "44021", "change": "1"}, 200),
    ],
)
def test_answers_that_lead_elsewhere(browser, hire, world, query, status):
    assert browser.get(url("times", hire), query).status_code == status


def test_names_are_asked_and_the_first_is_known(browser, hire, held):
    response = browser.get(url("confirm", hire))
    page = page_of(response)
    assert page.select_one("[name=person_1]")["value"] == hire.name
    assert page.select_one("[data-countdown]")
    assert held.code not in response.content.decode()
    assert held.session_key == f"hire-{hire.public_id}"


def test_booked_with_names(browser, hire, held):
    response = browser.post(url("confirm", hire), {"person_1": "Ana M. Silva"}, follow=True)
    assert response.redirect_chain == [(hire.get_absolute_url(), 302)]
    visit = Visit.objects.get()
    assert (visit.state, visit.origin, visit.email) == ("booked", "employer", hire.email)
    assert visit.attendees.get().name == "Ana M. Silva"
    html = response.content.decode()
    assert visit.code not in html
    assert visit.ticket not in keyless(html)


def test_posted_twice_it_is_booked_once(browser, hire, held):
    for _n in range(2):
        response = browser.post(url("confirm", hire), {"person_1": "Ana"})
        assert response["Location"] == hire.get_absolute_url()
    assert Visit.objects.count() == 1


def test_the_link_of_the_hold_is_no_way_in_for_a_browser(browser, client, held):
    address = reverse("permits:held", args=[held.code])
    assert browser.get(address).status_code == 404
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["", "x" * 121, "a\0b"])
def test_a_bad_name_is_said(browser, hire, held, name):
    response = browser.post(url("confirm", hire), {"person_1": name})
    assert response.status_code == 400
    assert page_of(response).select_one("[role=alert]")
    assert Visit.objects.get().state == "held"


def test_more_time_keeps_what_was_typed(browser, hire, held):
    response = browser.post(url("extend", hire), {"person_1": "Ana M."})
    assert response["Location"] == url("confirm", hire)
    assert Visit.objects.get().extensions == 1
    page = page_of(browser.get(url("confirm", hire)))
    assert page.select_one("[name=person_1]")["value"] == "Ana M."


def test_given_back(browser, hire, held):
    assert browser.post(url("release", hire))["Location"] == url("times", hire)
    assert Visit.objects.get().state == "expired"


def test_too_late(browser, hire, held, clock):
    clock.shift(timedelta(minutes=11))
    for response in (
        browser.get(url("confirm", hire)),
        browser.post(url("confirm", hire), {"person_1": "Ana"}),
        browser.post(url("extend", hire)),
    ):
        assert response.status_code == 410
        assert page_of(response).select(".nearest button")
    assert Visit.objects.get().state != "booked"


def test_a_taken_time_comes_with_others(browser, hire, employer, hr, world):
    other = a_hire(employer, by=hr, email="b@x.example", shares=Shares.STATE)
    booked_for(other, world)
    response = browser.post(url("hold", hire), asked(world))
    assert response.status_code == 409
    assert page_of(response).select(".nearest button")


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "soon"},
        {"start": "2027-03-02T09:01:00+01:00"},
        {"start": "2027-03-02T09:00:00"},
        {"start": "9999-12-31T23:55:00+00:00"},
        {"start": ""},
        {"center": "mars"},
        {"center": ""},
        {"municipality": "x"},
        {"adults": "0"},
        {"adults": "1e9"},
    ],
)
def test_bad_times(browser, hire, world, changes):
    response = browser.post(url("hold", hire), asked(world, **changes))
    assert response.status_code in (400, 409)
    assert not Visit.objects.filter(state="held").exists()


def test_opened_by_hand_it_leads_to_the_times(browser, hire, world):
    assert browser.get(url("hold", hire))["Location"] == url("confirm", hire)
    assert browser.get(url("confirm", hire))["Location"] == url("times", hire)
    for name in ("extend", "release"):
        assert browser.post(url(name, hire))["Location"] == url("times", hire)


@pytest.mark.parametrize("shares", [None, Shares.NOTHING])
def test_without_consent_there_are_no_times(browser, employer, hr, world, shares):
    hire = a_hire(employer, by=hr, shares=shares)
    assert browser.get(url("times", hire))["Location"] == hire.get_absolute_url()
    response = browser.post(url("hold", hire), asked(world))
    assert response["Location"] == hire.get_absolute_url()
    assert not Visit.objects.exists()


def test_consent_taken_back_in_between(browser, hire, held):
    hiring.decide_consent(hire=hire, shares=Shares.NOTHING, at=NOW)
    response = browser.post(url("confirm", hire), {"person_1": "Ana"})
    assert response["Location"] == hire.get_absolute_url()
    assert Hire.objects.get().visit is None


def test_a_second_visit_is_refused(browser, hire, world):
    booked_for(hire, world)
    response = browser.get(url("times", hire), follow=True)
    assert "There is a visit already" in response.content.decode()


def test_an_agent_books_while_the_mandate_holds(employer, hire, world, clock):
    agent = browser_of(an_agent(employer, "agent@x.example", valid_until=NOW.date()))
    assert agent.post(url("hold", hire), asked(world)).status_code == 302
    clock.shift(timedelta(days=1))
    assert agent.post(url("confirm", hire), {"person_1": "Ana"}).status_code == 404
    assert bookings.held_visit(hire).state == "held"

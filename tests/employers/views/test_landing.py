"""The way in: what it is for whoever does not act for an employer, the hires for whoever does."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from rotonde.accounts.roles import Role
from rotonde.organisations.models import Mandate
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import OrganisationFactory, a_member, an_agent

URL = "/en/employers/"


def h1(response):
    return BeautifulSoup(response.content, "html.parser").h1.get_text(" ", strip=True)


def test_the_address_of_the_contract():
    assert reverse("employers:landing") == URL


@pytest.mark.django_db
def test_strangers_read_what_it_is_and_sign_in(client):
    response = client.get(URL)
    assert response.status_code == 200
    assert b"/en/accounts/login/?next=/en/employers/" in response.content


@pytest.mark.django_db
def test_a_newcomer_reads_that_no_employer_is_theirs(employer):
    response = browser_of(an_account("n@x.example", Role.NEWCOMER)).get(URL)
    assert "speaks for no employer" in response.content.decode()


def test_one_employer_is_opened_at_once(employer, hr):
    assert browser_of(hr).get(URL)["Location"] == reverse("employers:hires", args=["acme"])


def test_an_agent_of_several_chooses_among_valid_mandates(employer, clock):
    agent = an_agent(employer, "agent@x.example")
    agency = agent.memberships.get().organisation
    other, gone = OrganisationFactory(name="Other"), OrganisationFactory(name="Gone")
    Mandate.objects.create(agency=agency, employer=other, valid_from="2026-01-01")
    Mandate.objects.create(
        agency=agency, employer=gone, valid_from="2026-01-01", valid_until="2027-02-28"
    )
    response = browser_of(agent).get(URL)
    page = BeautifulSoup(response.content, "html.parser")
    links = [link.get_text(strip=True) for link in page.select(".card__link")]
    assert links == ["Acme", "Other"]


@pytest.mark.django_db
def test_other_methods_are_refused(client):
    assert client.post(URL).status_code == 405


def test_nobody_but_the_employers_own_are_led_on(employer, clock):
    stranger = a_member(employer, "fun@x.example", role="organiser")
    assert browser_of(stranger).get(URL).status_code == 200

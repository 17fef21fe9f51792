"""Registering a hire: who may, what is asked, what is refused, and that nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from rotonde.employers.models import Hire
from rotonde.notifications.models import Message
from tests.factories.accounts import browser_of
from tests.factories.employers import OrganisationFactory, a_hire, an_agent

ANSWERS = {
    "name": "Zoë Öztürk",
    "email": "zoe@example.org",
    "language": "tr",
    "starts_on": "2027-04-01",
    "arrives_on": "2027-03-20",
    "nationality_group": "other",
    "adults": "2",
    "children": "1",
    "form_key": "k" * 22,
}


@pytest.fixture
def url(employer):
    return reverse("employers:register", args=[employer.slug])


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_who_may_register(url, closed_to):
    closed_to(url)
    assert not Hire.objects.exists()


def test_other_methods_are_refused(url, hr):
    assert browser_of(hr).put(url).status_code == 405


def test_a_hire_is_registered_and_invited(url, hr, employer):
    response = browser_of(hr).post(url, ANSWERS, follow=True)
    hire = Hire.objects.get()
    assert response.redirect_chain == [(hire.get_absolute_url(), 302)]
    assert (hire.employer, hire.registered_by, hire.agency) == (employer, hr, None)
    assert (hire.name, hire.adults, hire.children) == ("Zoë Öztürk", 2, 1)
    assert str(hire.arrives_on) == "2027-03-20"
    assert Message.objects.get().language == "tr"


def test_each_form_has_a_key_of_its_own(url, hr):
    browser = browser_of(hr)
    keys = {page_of(browser.get(url)).select_one("[name=form_key]")["value"] for _n in range(2)}
    assert len(keys) == 2


def test_posted_twice_it_registers_once(url, hr):
    browser = browser_of(hr)
    first, second = browser.post(url, ANSWERS), browser.post(url, ANSWERS)
    assert first["Location"] == second["Location"]
    assert Message.objects.count() == 1


def test_an_agent_registers_in_the_name_of_the_employer(url, employer):
    agent = an_agent(employer, "agent@x.example")
    browser_of(agent).post(url, ANSWERS)
    hire = Hire.objects.get()
    assert (hire.employer, hire.registered_by) == (employer, agent)
    assert hire.agency == agent.memberships.get().organisation


def test_one_registered_already_is_shown(url, hr, employer):
    known = a_hire(employer, by=hr, email="ZOE@example.org", starts_on="2027-04-01")
    response = browser_of(hr).post(url, ANSWERS)
    assert response.status_code == 409
    page = page_of(response)
    assert page.select_one(f"main a[href='{known.get_absolute_url()}']")
    assert page.select_one("[name=name]")["value"] == "Zoë Öztürk"


def test_a_hire_of_another_employer_changes_nothing(url, hr):
    other = OrganisationFactory()
    a_hire(other, email="zoe@example.org", starts_on="2027-04-01", form_key="k" * 22)
    assert browser_of(hr).post(url, ANSWERS).status_code == 302
    assert Hire.objects.count() == 2


def test_the_days_share_is_said_and_nothing_is_lost(url, hr, settings):
    settings.HIRES_PER_EMPLOYER_PER_DAY = 1
    browser = browser_of(hr)
    browser.post(url, ANSWERS)
    response = browser.post(url, {**ANSWERS, "email": "b@x.example", "form_key": ""})
    assert response.status_code == 429
    assert page_of(response).select_one("[name=email]")["value"] == "b@x.example"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\0b"),
        ("email", "nobody"),
        ("email", "x" * 250 + "@example.org"),
        ("email", "a@b.example\0"),
        ("language", "xx"),
        ("starts_on", ""),
        ("starts_on", "soon"),
        ("starts_on", "31/12/2027"),
        ("starts_on", "2027-02-30"),
        ("starts_on", "9999-12-31"),
        ("starts_on", "1900-01-01"),
        ("arrives_on", "2027-13-01"),
        ("nationality_group", ""),
        ("nationality_group", "belgian"),
        ("adults", "0"),
        ("adults", "-1"),
        ("adults", "99999999999999999999"),
        ("children", "9"),
        ("children", "one"),
        ("form_key", "../../etc"),
    ],
)
def test_bad_input_names_the_field_and_keeps_the_rest(url, hr, field, value):
    response = browser_of(hr).post(url, {**ANSWERS, field: value})
    assert response.status_code == 400
    page = page_of(response)
    assert page.select_one("[role=alert]")
    for name in {"name", "email"} - {field}:
        assert page.select_one(f"[name={name}]")["value"] == ANSWERS[name]
    assert not Hire.objects.exists()


@pytest.mark.parametrize("body", [b"name=%FF%FE&email=%C3", b"\xff\xfe\x00", b""])
def test_bytes_that_are_no_text(url, hr, body):
    browser = browser_of(hr)
    content_type = "application/x-www-form-urlencoded"
    assert browser.post(url, body, content_type=content_type).status_code == 400


def test_too_much_is_refused(url, hr):
    response = browser_of(hr).post(url, {**ANSWERS, "name": "x" * 1_100_000})
    assert response.status_code in (400, 413)

"""The hire's own pages: nothing happens by reading, everything by a button."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from rotonde.employers import hiring
from rotonde.employers.models import Choice, Hire, Shares
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import NOW, a_hire, an_agent, booked_for


def url(hire, name="invitation"):
    return reverse(f"employers:{name}", args=[hire.code])


def sharing(hire):
    return reverse("employers:sharing", args=[hire.public_id])


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def hire(employer, hr):
    return a_hire(employer, by=hr)


def test_reading_decides_nothing(client, hire):
    before = Hire.objects.values().get()
    for method in (client.get, client.head):
        assert method(url(hire)).status_code == 200
    assert Hire.objects.values().get() == before
    assert page_of(client.get(url(hire))).select("[name=shares][checked]") == []


def test_it_says_who_invites_and_what_they_know(client, hire):
    text = page_of(client.get(url(hire))).main.get_text(" ")
    assert "Acme" in text
    assert "never see your documents" in text


def test_an_agency_is_named(client, employer):
    agent = an_agent(employer, "agent@x.example")
    agency = agent.memberships.get().organisation
    hire = a_hire(employer, by=agent, agency=agency)
    assert agency.name in client.get(url(hire)).content.decode()


@pytest.mark.parametrize("shares", Shares.values)
def test_accepting_without_an_account(client, hire, shares):
    response = client.post(url(hire), {"shares": shares})
    assert response["Location"] == url(hire)
    hire.refresh_from_db()
    assert (hire.accepted_at, hire.shares, hire.account) == (NOW, shares, None)
    page = page_of(client.get(url(hire)))
    assert page.select_one("[name=shares][checked]")["value"] == shares
    assert page.select_one("a[href*='/accounts/login/']")


def test_accepting_while_signed_in_links_the_account(hire):
    account = an_account("other@example.org")
    browser_of(account).post(url(hire), {"shares": "state"})
    hire.refresh_from_db()
    assert hire.account == account
    assert browser_of(account).get(sharing(hire)).status_code == 200


def test_accepting_twice_is_accepting_once(client, hire):
    for _n in range(2):
        assert client.post(url(hire), {"shares": "date"}).status_code == 302
    assert Choice.objects.count() == 1
    assert Message.objects.filter(kind="hire-accepted").count() == 1


def test_the_choice_changes_by_the_same_link(client, hire):
    client.post(url(hire), {"shares": "date"})
    client.post(url(hire), {"shares": "nothing"})
    assert list(Choice.objects.values_list("shares", flat=True)) == ["date", "nothing"]


@pytest.mark.parametrize("data", [{}, {"shares": "all"}, {"shares": "\0"}, {"shares": "x" * 9999}])
def test_a_choice_that_is_none(client, hire, data):
    response = client.post(url(hire), data)
    assert response.status_code == 400
    assert page_of(response).select_one("[role=alert]")
    assert Hire.objects.get().accepted_at is None


def test_unknown_links(client, hire):
    for code in ("x" * 22, hire.code[:-1], hire.code.swapcase(), hire.public_id, "y" * 400):
        address = reverse("employers:invitation", args=[code])
        assert client.get(address).status_code == 404
        assert client.post(address, {"shares": "date"}).status_code == 404
        decline = reverse("employers:decline", args=[code])
        assert client.post(decline).status_code == 404


def test_other_methods_are_refused(client, hire):
    assert client.put(url(hire)).status_code == 405
    assert client.get(url(hire, "decline")).status_code == 405


def test_a_lapsed_invitation_says_so(client, hire, clock):
    clock.shift(hiring.INVITATION)
    for response in (client.get(url(hire)), client.post(url(hire), {"shares": "date"})):
        assert response.status_code == 410
    assert Hire.objects.get().accepted_at is None


def test_after_accepting_the_link_does_not_lapse(client, hire, clock):
    client.post(url(hire), {"shares": "date"})
    clock.shift(hiring.INVITATION * 2)
    assert client.get(url(hire)).status_code == 200


def test_an_invitation_taken_back_is_closed(client, hire):
    hiring.withdraw(hire=hire, at=NOW)
    assert client.get(url(hire)).status_code == 410
    assert client.post(url(hire), {"shares": "date"}).status_code == 410
    assert client.post(url(hire, "decline")).status_code == 410


def test_a_replaced_link_opens_nothing(client, hire):
    hiring.invite_again(hire=hire, at=NOW + timedelta(hours=2))
    assert client.get(url(hire)).status_code == 404


def test_declining(client, hire, hr):
    response = client.post(url(hire, "decline"))
    assert response.status_code == 200
    assert client.get(url(hire)).status_code == 410
    told = browser_of(hr).get(hire.get_absolute_url()).content.decode()
    assert "Declined" in told


def test_declining_after_accepting_leads_back(client, hire):
    client.post(url(hire), {"shares": "date"})
    assert client.post(url(hire, "decline"))["Location"] == url(hire)
    assert Hire.objects.get().declined_at is None


def test_the_pages_are_private(client, hire):
    response = client.get(url(hire))
    assert response["Cache-Control"].startswith("no-store, private")
    assert "noindex" in response["X-Robots-Tag"]
    assert hire.code not in (page_of(response).head.decode())


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_in_every_language(client, hire, language):
    with override(language):
        page = page_of(client.get(url(hire)))
    assert page.html["lang"] == language


def test_my_page_is_the_hires_alone(client, hire, hr, employer):
    address = sharing(hire)
    assert "/accounts/login/" in client.get(address)["Location"]
    strangers = [hr, an_account("else@x.example"), an_account("boss@x.example", is_superuser=True)]
    for stranger in strangers:
        for method in ("get", "post"):
            assert getattr(browser_of(stranger), method)(address).status_code == 404
    own = browser_of(an_account("Ana@example.org".lower()))
    assert own.get(address).status_code == 200
    assert own.put(address).status_code == 405


def test_the_panel_leads_there_and_the_choice_changes(employer, hr):
    account = an_account("ana@example.org")
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    browser = browser_of(account)
    page = page_of(browser.get(reverse("my:overview")))
    assert page.select_one(f"a[href='{sharing(hire)}']")
    browser.post(sharing(hire), {"shares": "nothing"})
    assert Hire.objects.get().shares == "nothing"


def test_another_account_has_claimed_it(hire):
    """Whose address it is does not matter any more once an account accepted."""
    browser_of(an_account("private@x.example")).post(url(hire), {"shares": "date"})
    work = browser_of(an_account("ana@example.org"))
    assert work.get(sharing(hire)).status_code == 404


def test_the_hire_sees_the_visit_booked_for_them(client, employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    visit = booked_for(hire, world)
    html = client.get(url(hire)).content.decode()
    assert "09:00" in html
    assert visit.code not in html

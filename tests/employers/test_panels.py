"""What the employer portal says on my rotonde, and to whom it says nothing."""

from bs4 import BeautifulSoup
from django.urls import reverse

from rotonde.employers import hiring
from rotonde.employers.models import Shares
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import NOW, a_hire, an_agent


def links(user):
    page = BeautifulSoup(browser_of(user).get(reverse("my:overview")).content, "html.parser")
    return {a["href"] for a in page.main.select("a[href*='/employers/']")}


def test_hr_and_agents_find_their_employers(employer, hr):
    hires = reverse("employers:hires", args=["acme"])
    assert links(hr) == {hires}
    assert links(an_agent(employer, "agent@x.example")) == {hires}
    assert links(an_agent(employer, "late@x.example", valid_until="2027-02-28")) == set()


def test_a_hire_finds_who_invites_and_who_sees(employer, hr):
    account = an_account("ana@example.org")
    assert links(account) == set()
    hire = a_hire(employer, by=hr)
    sharing = reverse("employers:sharing", args=[hire.public_id])
    assert links(account) == {sharing}
    hiring.accept(hire=hire, shares=Shares.DATE, account=account, at=NOW)
    assert links(account) == {sharing}
    hiring.withdraw(hire=hire, at=NOW)
    assert links(account) == set()

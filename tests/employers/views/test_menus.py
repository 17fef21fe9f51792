"""A company's menus: made by who acts for it, read by its newcomers, no stranger's to change."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from rotonde.common.form_keys import new_key
from rotonde.employers import hiring
from rotonde.employers.models import Shares
from services.guides.search import index_guides
from services.menus.companies import MOST_MENUS
from services.menus.models import Menu
from services.menus.reading import ref_to
from tests.factories.accounts import an_account, browser_of
from tests.factories.employers import NOW, OrganisationFactory, a_hire, a_member, an_agent
from tests.factories.guides import GuideFactory
from tests.factories.services import ServiceFactory
from tests.strict_client import StrictClient

WELCOME = {"title": "Eerste maand", "welcome": "Welkom!\n\n<b>Tot snel</b>", "language": "nl"}


@pytest.fixture
def service(employer):
    return ServiceFactory(name_en="Housing desk", findable=True)


def address(name: str, employer, *more) -> str:
    return reverse(f"employers:{name}", args=[employer.slug, *more])


@pytest.fixture
def menu(employer, hr, service) -> Menu:
    browser = browser_of(hr)
    browser.post(address("menu-begin", employer), WELCOME)
    made = Menu.objects.get()
    change(browser, employer, made, add=str(ref_to(service)))
    return made


def change(browser, employer, menu, **asked):
    return browser.post(address("menu-change", employer, menu.pk), asked)


def share(browser, employer, menu, **asked):
    browser.post(address("menu-share", employer, menu.pk), asked)
    menu.refresh_from_db()


def titles(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [title.get_text(strip=True) for title in page.select(".menu-entry__title")]


def test_made_once_however_often_it_is_sent(employer, hr) -> None:
    key = new_key()
    for _twice in range(2):
        response = browser_of(hr).post(
            address("menu-begin", employer), {**WELCOME, "form_key": key}
        )
    made = Menu.objects.get()
    assert response.url == address("menu", employer, made.pk)
    assert (made.organisation, made.account, made.code) == (employer, None, None)


def test_what_is_wrong_is_said_and_nothing_lost(employer, hr) -> None:
    response = browser_of(hr).post(
        address("menu-begin", employer), {**WELCOME, "title": " ", "welcome": "Hello there"}
    )
    assert response.status_code == 400
    assert "Hello there" in response.content.decode()
    assert not Menu.objects.exists()


def test_not_more_than_anybody_reads(employer, hr) -> None:
    browser = browser_of(hr)
    for _n in range(MOST_MENUS):
        browser.post(address("menu-begin", employer), WELCOME)
    assert browser.post(address("menu-begin", employer), WELCOME).status_code == 400
    assert Menu.objects.count() == MOST_MENUS


def test_found_added_ordered_and_taken_off(employer, hr, menu, service) -> None:
    browser, page = browser_of(hr), address("menu", employer, menu.pk)
    guide = GuideFactory(title_en="Housing rules")
    index_guides([guide])
    found = BeautifulSoup(browser.get(page, {"q": "housing"}).content, "html.parser")
    add = [button["value"] for button in found.select("button[name=add]")]
    assert add == [str(ref_to(guide))], "what stands on it already is not offered"
    assert change(browser, employer, menu, add=add[0], q="housing").url.endswith("?q=housing#find")
    change(browser, employer, menu, up=add[0])
    assert titles(browser.get(page)) == ["Housing rules", "Housing desk"]
    change(browser, employer, menu, remove=str(ref_to(service)))
    assert titles(browser.get(page)) == ["Housing rules"]


def test_nobody_sees_it_before_it_is_shown_nor_after_it_is_closed(employer, hr, menu) -> None:
    ana = an_account("ana@example.org")
    a_hire(employer, by=hr, account=ana, shares=Shares.NOTHING, at=NOW)
    assert "put together for you" not in browser_of(ana).get("/en/my/").content.decode()
    browser = browser_of(hr)
    share(browser, employer, menu)
    mine = browser_of(ana).get("/en/my/").content.decode()
    assert menu.get_absolute_url() in mine
    page = StrictClient().get(menu.get_absolute_url())
    assert titles(page) == ["Housing desk"]
    text = page.content.decode()
    assert 'lang="nl"' in text
    assert "&lt;b&gt;Tot snel" in text
    assert employer.name in text
    old = menu.get_absolute_url()
    share(browser, employer, menu, stop="yes")
    assert StrictClient().get(old).status_code == 404
    assert "put together for you" not in browser_of(ana).get("/en/my/").content.decode()


def test_the_invitation_leads_to_it_too(employer, hr, menu) -> None:
    hire = a_hire(employer, by=hr, at=NOW)
    share(browser_of(hr), employer, menu)
    page = StrictClient().get(reverse("employers:invitation", args=[hire.code]))
    assert menu.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize("ended", ["declined", "withdrawn", "another employer's"])
def test_who_is_no_hire_of_theirs_is_told_of_no_menu(employer, hr, menu, ended: str) -> None:
    ana = an_account("ana@example.org")
    share(browser_of(hr), employer, menu)
    hire = a_hire(OrganisationFactory() if ended == "another employer's" else employer, at=NOW)
    if ended == "declined":
        hiring.decline(hire=hire, at=NOW)
    elif ended == "withdrawn":
        hiring.withdraw(hire=hire, at=NOW)
    assert "put together for you" not in browser_of(ana).get("/en/my/").content.decode()


def test_an_agent_under_mandate_makes_them_too(employer, menu) -> None:
    agent = browser_of(an_agent(employer, "agent@agency.example"))
    assert titles(agent.get(address("menu", employer, menu.pk))) == ["Housing desk"]


def test_another_title(employer, hr, menu) -> None:
    asked = {**WELCOME, "title": "Week one", "language": "en"}
    browser_of(hr).post(address("menu", employer, menu.pk), asked)
    menu.refresh_from_db()
    assert (menu.title, menu.language) == ("Week one", "en")


def test_deleted_with_its_link(employer, hr, menu) -> None:
    browser = browser_of(hr)
    share(browser, employer, menu)
    assert browser.get(address("menu-delete", employer, menu.pk)).status_code == 405
    browser.post(address("menu-delete", employer, menu.pk))
    assert StrictClient().get(menu.get_absolute_url()).status_code == 404


class TestStrangers:
    def pages(self, employer, menu):
        yield "get", address("menus", employer)
        yield "get", address("menu-begin", employer)
        yield "get", address("menu", employer, menu.pk)
        for name in ("menu", "menu-change", "menu-share", "menu-delete"):
            yield "post", address(name, employer, menu.pk)

    def test_of_another_company_find_nothing(self, employer, menu) -> None:
        other = OrganisationFactory()
        stranger = browser_of(a_member(other, "hr@other.example"))
        for verb, page in self.pages(employer, menu):
            assert getattr(stranger, verb)(page, WELCOME).status_code == 404, page
        # Nor by the address of their own company.
        for name in ("menu", "menu-change", "menu-share", "menu-delete"):
            assert stranger.post(address(name, other, menu.pk), WELCOME).status_code == 404
        menu.refresh_from_db()
        assert (menu.title, menu.code, menu.entries.count()) == ("Eerste maand", None, 1)

    def test_without_an_account_sign_in_first(self, employer, menu) -> None:
        for verb, page in self.pages(employer, menu):
            assert getattr(StrictClient(), verb)(page).status_code == 302, page

    def test_a_hire_cannot_change_it(self, employer, menu) -> None:
        ana = an_account("ana@example.org")
        a_hire(employer, account=ana, shares=Shares.NOTHING, at=NOW)
        for verb, page in self.pages(employer, menu):
            assert getattr(browser_of(ana), verb)(page).status_code == 404, page

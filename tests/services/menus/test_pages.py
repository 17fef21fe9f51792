"""My menu without an account and with one: whose it is, what it says, what it never tells."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from services.menus.models import Menu
from services.menus.reading import ref_to
from services.menus.refs import MOST, Ref, written
from tests.factories.accounts import an_account, browser_of
from tests.factories.guides import GuideFactory
from tests.factories.services import (
    ChannelFactory,
    OrganisationFactory,
    PlaceFactory,
    ServiceFactory,
)
from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db
MENU = "/en/menu/"


@pytest.fixture
def service():
    return ServiceFactory(name_en="Housing desk")


@pytest.fixture
def guide():
    return GuideFactory(title_en="Finding a home")


@pytest.fixture(params=["without an account", "with one"])
def browser(request):
    return StrictClient() if request.param == "without an account" else browser_of(an_account())


def put(browser, *things, verb: str = "add", **more):
    for thing in things:
        ref = str(ref_to(thing))
        response = browser.post(reverse("services:menu-put", args=[ref]), {verb: ref, **more})
    return response


def soup(browser, path: str = MENU) -> BeautifulSoup:
    response = browser.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [title.get_text(strip=True) for title in page.select(".menu-entry__title")]


def change(browser, **asked):
    return browser.post(reverse("services:menu-change"), asked)


def test_an_empty_menu_says_how_to_fill_it(browser) -> None:
    assert "Nothing on your menu yet" in soup(browser).get_text()


def test_from_its_page_onto_the_menu_and_off_again(browser, service) -> None:
    page = service.get_absolute_url()
    form = soup(browser, page).select_one("form.menu-button")
    assert form.button["name"] == "add"
    response = put(browser, service, next=form.select_one("[name=next]")["value"])
    assert response.url == f"{page}#menu-{ref_to(service)}"
    assert soup(browser, page).select_one("form.menu-button button")["name"] == "remove"
    assert titles(soup(browser)) == ["Housing desk"]
    put(browser, service, verb="remove")
    assert titles(soup(browser)) == []


def test_cards_and_the_header_know_it_too(browser, service, guide) -> None:
    ChannelFactory(service=service)
    put(browser, service, guide)
    for path in ("/en/services/", "/en/guides/"):
        page = soup(browser, path)
        assert page.select_one("#menu-count [aria-hidden]").get_text() == "2"
        assert "2 entries" in page.select_one("a.menu-link").get_text()
        assert page.select_one("main form.menu-button button")["name"] == "remove"


def test_an_answer_to_htmx_is_the_button_the_number_and_the_words(browser, service) -> None:
    ref = str(ref_to(service))
    path = reverse("services:menu-put", args=[ref])
    response = browser.post(path, {"add": ref}, headers={"HX-Request": "true"})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("button")["name"] == "remove"
    assert page.select_one("#menu-count")["hx-swap-oob"] == "true"
    assert page.select_one("#menu-said").get_text(strip=True) == "Your menu has 1 entry."
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("verb", ["add", "remove", "nothing"])
def test_htmx_is_told_no_more_of_what_is_hidden_than_of_what_never_was(
    browser, guide, verb
) -> None:
    hidden = ServiceFactory(name_en="Secret shelter", name_nl="Opvang", state="hidden")
    guide.state = "hidden"
    guide.save()
    answers = []
    for ref in (str(ref_to(hidden)), str(ref_to(guide)), "s-unknown1"):
        path = reverse("services:menu-put", args=[ref])
        response = browser.post(path, {verb: ref}, headers={"HX-Request": "true"})
        page = BeautifulSoup(response.content, "html.parser")
        answers.append((response.status_code, page.button, page.select_one("#menu-said").text))
        assert "Secret" not in response.text
    assert set(answers) == {(200, None, "Your menu has 0 entries.")}


def test_what_was_hidden_meanwhile_is_still_taken_off(browser, service) -> None:
    put(browser, service)
    service.state = "hidden"
    service.save()
    ref = str(ref_to(service))
    path = reverse("services:menu-put", args=[ref])
    browser.post(path, {"remove": ref}, headers={"HX-Request": "true"})
    assert soup(browser).select_one("#menu-count").text == ""


def test_ordered_taken_off_and_brought_back(browser, service, guide) -> None:
    put(browser, service, guide)
    assert change(browser, up=str(ref_to(guide))).url == f"{MENU}#entries"
    assert titles(soup(browser)) == ["Finding a home", "Housing desk"]
    response = change(browser, remove=str(ref_to(guide)))
    assert titles(soup(browser)) == ["Housing desk"]
    undo = soup(browser, response.url).select_one("[name=restore]")["value"]
    change(browser, restore=undo)
    assert titles(soup(browser)) == ["Finding a home", "Housing desk"]
    undo = soup(browser, change(browser, empty="yes").url).select_one("[name=restore]")["value"]
    assert titles(soup(browser)) == []
    change(browser, restore=undo)
    assert titles(soup(browser)) == ["Finding a home", "Housing desk"]


def test_nonsense_changes_nothing(browser, service) -> None:
    put(browser, service)
    for asked in ({}, {"up": "x"}, {"remove": "../x"}, {"take": "nothing"}, {"add": "s-unknown1"}):
        assert change(browser, **asked).status_code == 302
    assert titles(soup(browser)) == ["Housing desk"]


def test_what_is_no_longer_there_is_told_and_taken_off(browser, service, guide) -> None:
    put(browser, service, guide)
    service.state = "hidden"
    service.save()
    page = soup(browser)
    assert "1 entry is no longer there" in page.get_text()
    assert "Housing desk" not in page.get_text()
    change(browser, tidy=page.select_one("[name=tidy]")["value"])
    assert "no longer there" not in soup(browser).get_text()


def test_a_full_menu_says_so(browser, service) -> None:
    many = written(tuple(ref_to(ServiceFactory()) for _ in range(MOST)))
    change(browser, take=many)
    assert (
        "at most"
        in browser.post(
            reverse("services:menu-put", args=[str(ref_to(service))]),
            {"add": str(ref_to(service))},
            follow=True,
        ).content.decode()
    )
    assert len(titles(soup(browser))) == MOST


def test_paper_carries_address_phone_hours_and_a_code(browser) -> None:
    service = ServiceFactory(phone="+32 9 123 45 67")
    place = PlaceFactory(street_address="Botermarkt 1")
    ChannelFactory(service=service, place=place, hours=[(1, "09:00", "12:30")])
    put(browser, service)
    page = soup(browser)
    for fact in ("Botermarkt 1", "+32 9 123 45 67", "09:00–12:30"):
        assert fact in page.select_one(".menu-entry").get_text(), fact
    code = browser.get(page.select_one(".menu-paper img")["src"])
    assert code["Content-Type"] == "image/svg+xml"


def test_private_and_listed_nowhere(browser, service) -> None:
    put(browser, service)
    for path in (MENU, f"{MENU}?of={ref_to(service)}"):
        response = browser.get(path)
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]


def test_no_page_of_ours_is_shown_to_whoever_has_another_cookie(client, service) -> None:
    for path in ("/en/services/", service.get_absolute_url(), "/en/events/", "/en/"):
        assert "Cookie" in client.get(path)["Vary"], path


def test_a_kept_page_shows_nobody_elses_number(client, service) -> None:
    put(client, service)
    assert client.get("/en/events/").content != StrictClient().get("/en/events/").content
    again = BeautifulSoup(StrictClient().get("/en/events/").content, "html.parser")
    assert again.select_one("#menu-count").get_text() == ""


class TestACookie:
    def test_holds_public_ids_and_nothing_else(self, client, service, guide) -> None:
        put(client, service, guide)
        cookie = client.cookies["menu"]
        assert cookie.value.split(":")[0] == f"{ref_to(service)}.{ref_to(guide)}"
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        assert not Menu.objects.exists()
        assert "sessionid" not in client.cookies

    def test_nobody_else_can_write_it(self, client, service) -> None:
        client.cookies["menu"] = str(ref_to(service))
        assert titles(soup(client)) == []

    def test_goes_with_its_last_entry(self, client, service) -> None:
        put(client, service)
        put(client, service, verb="remove")
        assert client.cookies["menu"].value == ""

    def test_an_unknown_id_is_not_kept(self, client) -> None:
        change(client, take="s-nothere1.g-nothere2")
        assert titles(soup(client)) == []
        assert "no longer there" not in soup(client).get_text()


class TestALinkThatHoldsTheList:
    def test_is_read_by_anybody_and_stores_nothing(self, client, service, guide) -> None:
        put(client, service, guide)
        link = soup(client).select_one("#link")["value"]
        other = StrictClient()
        page = soup(other, link[link.index("/en/") :])
        assert titles(page) == ["Housing desk", "Finding a home"]
        assert not page.select("[name=up], [name=remove]")
        assert not Menu.objects.exists()

    def test_is_taken_over_once(self, service, guide, browser) -> None:
        put(browser, guide)
        path = f"{MENU}?of={ref_to(service)}.{ref_to(guide)}"
        take = soup(browser, path).select_one("[name=take]")
        assert "Add 1 entry to my menu" in take.get_text()
        for _twice in range(2):
            change(browser, take=take["value"])
        assert titles(soup(browser)) == ["Finding a home", "Housing desk"]
        assert "All of it is on your own menu" in soup(browser, path).get_text()

    def test_tells_what_is_gone(self, client, service) -> None:
        gone = Ref("g", "nothere1")
        page = soup(client, f"{MENU}?of={ref_to(service)}.{gone}.s-nothere2")
        assert "2 entries are no longer there" in page.get_text()
        assert titles(page) == ["Housing desk"]

    @pytest.mark.parametrize("of", ["", "x", "s-1.g-2", "%3Cscript%3E", "s-" * 900])
    def test_made_by_hand_it_is_empty(self, client, of: str) -> None:
        assert "There is nothing on this menu" in soup(client, f"{MENU}?of={of}").get_text()
        assert client.get(reverse("services:menu-qr") + f"?of={of}").status_code == 200


class TestAnAccountsLink:
    def test_stays_up_to_date_until_it_is_closed(self, service, guide) -> None:
        ada = an_account(first_name="Ada")
        own = browser_of(ada)
        put(own, service)
        own.post(reverse("services:menu-share"))
        menu = Menu.objects.get()
        stranger = StrictClient()
        put(own, guide)
        page = soup(stranger, menu.get_absolute_url())
        assert titles(page) == ["Housing desk", "Finding a home"]
        assert "Ada" not in page.get_text()
        assert "ada@" not in page.get_text()
        assert stranger.get(menu.get_absolute_url() + "qr.svg").status_code == 200
        own.post(reverse("services:menu-share"), {"stop": "yes"})
        assert stranger.get(menu.get_absolute_url()).status_code == 404
        assert stranger.get(menu.get_absolute_url() + "qr.svg").status_code == 404

    def test_nobody_shares_for_another(self, client, service) -> None:
        put(browser_of(an_account()), service)
        assert client.post(reverse("services:menu-share")).status_code == 302
        other = browser_of(an_account("other@example.org"))
        assert other.post(reverse("services:menu-share")).status_code == 404
        assert not Menu.objects.shared().exists()

    def test_what_one_keeps_another_does_not_see(self, service) -> None:
        put(browser_of(an_account()), service)
        other = browser_of(an_account("other@example.org"))
        assert titles(soup(other)) == []
        assert "Housing desk" not in soup(other, "/en/my/").get_text()
        change(other, empty="yes")
        put(other, service, verb="remove")
        assert Menu.objects.get(account__email="ada@example.org").entries.count() == 1


@pytest.mark.parametrize("name", ["menu-change", "menu-share"])
def test_looking_changes_nothing(browser, name: str) -> None:
    assert browser.get(reverse(f"services:{name}")).status_code in (302, 405)


def test_a_form_of_another_site_changes_nothing(service) -> None:
    client = StrictClient(enforce_csrf_checks=True)
    assert put(client, service).status_code == 403


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_way_back_is_ours(client, service, next_page: str) -> None:
    assert put(client, service, next=next_page).url.startswith(MENU)


@pytest.mark.parametrize("pays", [True, False])
def test_who_pays_to_be_shown_is_marked_on_a_menu_too(browser, pays) -> None:
    put(browser, ServiceFactory(organisation=OrganisationFactory(paid_partner=pays)))
    badges = soup(browser).select(".menu-entry .badge")
    assert [badge.get_text(strip=True) for badge in badges] == ["Paid partner"] * pays

"""At sign-in the browser's menu moves into the account's, once, whatever the way of signing in."""

import pytest

from services.menus.keeping import refs_of_account
from services.menus.reading import ref_to
from services.menus.refs import MOST
from tests.factories.accounts import PASSWORD, an_account, browser_of
from tests.factories.services import ServiceFactory
from tests.services.menus.test_pages import change, put
from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db


def sign_in(client) -> None:
    response = client.post(
        "/en/accounts/login/", {"login": "ada@example.org", "password": PASSWORD}
    )
    assert response.url == "/en/my/"


@pytest.fixture
def ada():
    return an_account(password=PASSWORD)


def test_it_moves_in_behind_what_is_there_and_the_cookie_is_empty(client, ada) -> None:
    one, two, three = (ServiceFactory() for _ in range(3))
    put(browser_of(ada), one, two)
    put(client, three, two)
    sign_in(client)
    assert refs_of_account(ada) == tuple(map(ref_to, (one, two, three)))
    assert client.cookies["menu"].value == ""


def test_twice_adds_nothing(ada) -> None:
    service = ServiceFactory()
    for _twice in range(2):
        browser = StrictClient()
        put(browser, service)
        sign_in(browser)
    assert refs_of_account(ada) == (ref_to(service),)


def test_what_has_no_room_stays_in_the_browser(client, ada) -> None:
    full = [ServiceFactory() for _ in range(MOST)]
    change(browser_of(ada), take=".".join(str(ref_to(each)) for each in full[1:]))
    late = ServiceFactory()
    put(client, full[1], full[0], late)
    sign_in(client)
    assert len(refs_of_account(ada)) == MOST
    assert client.cookies["menu"].value.split(":")[0] == str(ref_to(late))


def test_who_brings_nothing_gets_no_menu(client, ada) -> None:
    sign_in(client)
    assert refs_of_account(ada) == ()
    assert "menu" not in client.cookies

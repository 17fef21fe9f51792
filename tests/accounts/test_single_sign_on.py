"""Signing in through an organisation's own accounts, at a real OpenID Connect provider."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from rotonde.accounts.models import User
from tests.factories.accounts import an_account
from tests.notifications.conftest import _free_port

pytestmark = pytest.mark.django_db

EVE = {"sub": "eve", "email": "eve@city.example", "email_verified": True, "given_name": "Eve"}
# A busy machine takes its time to start a process, and to answer (seconds).
PATIENCE = 60
ADA = {"sub": "ada", "email": "ada@example.org", "email_verified": False}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider in a process of its own that knows Eve and somebody who calls herself Ada."""
    port = _free_port()
    claims = [word for user in (EVE, ADA) for word in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *claims], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not answers(address):
            assert process.poll() is None, "the provider did not start"
            assert time.monotonic() < until, "the provider does not answer"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(
            f"{address}/.well-known/openid-configuration", timeout=PATIENCE
        ):
            return True
    except OSError:
        return False


@pytest.fixture(autouse=True)
def _configured(settings, issuer) -> None:
    app = {
        "provider_id": "sso",
        "name": "City account",
        "client_id": "rotonde",
        "secret": "hush",
        "settings": {"server_url": issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }


@pytest.fixture
def browser() -> Client:
    """Not the strict one, which forbids the way to the provider."""
    return Client()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def sign_in_as(browser: Client, sub: str):
    """Press the button, agree at the provider, come back; the last answer."""
    start = browser.post("/en/accounts/oidc/sso/login/")
    assert start.status_code == 302
    agreed = urllib.request.Request(start["Location"], data=urlencode({"sub": sub}).encode())
    try:
        urllib.request.build_opener(Stay).open(agreed, timeout=PATIENCE)
        raise AssertionError("the provider did not send the browser back")
    except urllib.error.HTTPError as answer:
        back = answer.headers["Location"]
    return browser.get(back.removeprefix("http://testserver"))


def test_the_way_is_offered_where_it_is_configured(client):
    page = BeautifulSoup(client.get(reverse("account_login")).content, "html.parser")
    assert page.find("a", string="City account")["href"].startswith("/en/accounts/oidc/sso/login/")


def test_leaving_for_the_provider_needs_a_click_on_our_page(browser):
    assert browser.get("/en/accounts/oidc/sso/login/").status_code == 200


def test_a_new_person_consents_before_there_is_an_account(browser):
    response = sign_in_as(browser, "eve")
    assert response.url == reverse("socialaccount_signup")
    assert not User.objects.exists()
    assert browser.post(response.url, {"email": "eve@city.example"}).status_code == 200
    done = browser.post(response.url, {"email": "eve@city.example", "consent": "on"})
    assert done.url == "/en/my/"
    eve = User.objects.get()
    assert eve.consent_at is not None
    assert eve.role_names == {"newcomer"}


def test_a_known_person_is_signed_in(browser):
    response = sign_in_as(browser, "eve")
    browser.post(response.url, {"email": "eve@city.example", "consent": "on"})
    again = Client()
    assert sign_in_as(again, "eve").url == "/en/my/"
    assert User.objects.count() == 1


def test_an_address_a_provider_merely_claims_opens_no_account(browser, mailoutbox):
    an_account("ada@example.org")
    response = sign_in_as(browser, "ada")
    browser.post(response.url, {"email": "ada@example.org", "consent": "on"})
    assert "_auth_user_id" not in browser.session
    assert User.objects.count() == 1

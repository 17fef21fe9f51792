"""The authenticator app: set up, asked for, lost."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from rotonde.accounts.roles import Role
from rotonde.accounts.second_factor import SecondFactor
from rotonde.notifications.models import Message
from tests.factories.accounts import PASSWORD, an_account
from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db


def digits(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def secret(client, django_capture_on_commit_callbacks) -> str:
    """Sets the app up for ada@example.org, who is signed in afterwards."""
    an_account(password=PASSWORD)
    sign_in(client)
    activate = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate") + f"?next={activate}", {"password": PASSWORD})
    secret = page(client.get(activate)).select_one("#authenticator_secret")["value"]
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(activate, {"code": digits(secret)})
    assert response.status_code == 302, response.content.decode()[-2000:]
    return secret


def sign_in(client):
    answers = {"login": "ada@example.org", "password": PASSWORD}
    return client.post(reverse("account_login"), answers)


def test_the_code_to_scan_is_part_of_the_page(client):
    user = an_account()  # no password: nothing to ask again
    client.force_login(user)
    response = client.get(reverse("mfa_activate_totp"))
    assert page(response).select_one("figure svg path")
    assert "data:" not in response.content.decode()
    assert "img-src 'self'" in response["Content-Security-Policy"]


def test_setting_it_up_asks_for_the_password_again(client):
    client.force_login(an_account(password=PASSWORD))
    response = client.get(reverse("mfa_activate_totp"))
    assert response.url.startswith(reverse("account_reauthenticate"))


def test_a_password_alone_no_longer_signs_in(client, secret):
    browser = StrictClient()
    assert sign_in(browser).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
    assert browser.get("/en/my/").status_code == 302
    assert browser.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in browser.session


def test_a_recovery_code_stands_in_for_a_lost_phone_once(client, secret):
    codes = page(client.get(reverse("mfa_view_recovery_codes"))).select("bdi.code")
    assert len(codes) == 10
    code = codes[0].get_text()
    browser = StrictClient()
    sign_in(browser)
    assert browser.post(reverse("mfa_authenticate"), {"code": code}).url == "/en/my/"
    again = StrictClient()
    sign_in(again)
    assert again.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_the_secret_is_encrypted_at_rest_and_survives_a_new_key(client, secret, settings):
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert SecondFactor().decrypt(stored) == secret


def test_the_owner_is_told(client, secret):
    targets = Message.objects.filter(kind="account-change").values_list("target", flat=True)
    assert {target.partition("/")[2] for target in targets} >= {"totp_activated"}


def test_staff_without_it_are_asked_to_set_it_up(client):
    client.force_login(an_account("desk@example.org", Role.OFFICER))
    assert reverse("mfa_index") in str(page(client.get("/en/my/")).select_one(".notice--warn"))
    client.force_login(an_account())
    assert not page(client.get("/en/my/")).select_one(".notice--warn")


def test_every_page_of_it_keeps_the_rules_of_the_house(client, secret):
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert client.get(reverse(name)).status_code == 200

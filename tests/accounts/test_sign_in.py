"""Signing up and in, as a browser and a mailbox see it."""

import pytest
from axes.models import AccessAttempt
from bs4 import BeautifulSoup
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.translation import override

from rotonde.accounts.models import User
from rotonde.notifications.models import Message
from tests.factories.accounts import PASSWORD, an_account
from tests.strict_client import StrictClient

pytestmark = pytest.mark.django_db


def ask_for_code(client, email="ada@example.org", **more):
    return client.post(reverse("account_request_login_code"), {"email": email, **more})


def type_code(client, code, **more):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def with_password(client, email="ada@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def signed_in_as(client) -> str | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else None


def test_a_code_by_mail_signs_in(client, postbox, code):
    an_account()
    assert ask_for_code(client).url == reverse("account_confirm_login_code")
    assert postbox.mails[-1]["To"] == "ada@example.org"
    assert postbox.mails[-1]["Content-Language"] == "en"
    assert type_code(client, code()).url == "/en/my/"
    assert signed_in_as(client) == "ada@example.org"
    assert client.get("/en/my/").status_code == 200


def test_a_code_works_once(client, postbox, code):
    an_account()
    ask_for_code(client)
    used = code()
    type_code(client, used)
    client.post(reverse("account_logout"))
    ask_for_code(client)
    assert type_code(client, used).status_code == 200
    assert signed_in_as(client) is None


def test_a_code_works_in_the_browser_that_asked_for_it_only(client, postbox, code):
    an_account()
    ask_for_code(client)
    thief = StrictClient()
    assert type_code(thief, code()).status_code == 302
    assert signed_in_as(thief) is None


def test_after_three_wrong_codes_a_new_one_is_needed(client, postbox, code):
    an_account()
    ask_for_code(client)
    for _attempt in range(3):
        type_code(client, "0000-0000")
    type_code(client, code())
    assert signed_in_as(client) is None


def test_the_code_is_stored_in_no_message(client, postbox, code):
    an_account()
    ask_for_code(client)
    told = DjangoJSONEncoder().encode(list(Message.objects.values()))
    assert code() not in told
    assert code().replace("-", "") not in told
    message = Message.objects.get()
    assert (message.kind, message.state) == ("sign-in-code", "sent")


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_language_is_kept_from_the_page_to_the_mail_and_back(client, postbox, code, language):
    an_account(language="fr")
    with override(language):
        ask_for_code(client)
        assert postbox.mails[-1]["Content-Language"] == language
        html = postbox.mails[-1].get_body(("html",)).get_content()
        assert BeautifulSoup(html, "html.parser").html["lang"] == language
        assert type_code(client, code()).url == f"/{language}/my/"


def test_known_and_unknown_addresses_get_the_same_answer(postbox):
    an_account()
    answers = []
    for email in ("ada@example.org", "nobody@example.org"):
        browser = StrictClient()
        response = ask_for_code(browser, email)
        page = browser.get(response.url).content.decode().replace(email, "…")
        text = BeautifulSoup(page, "html.parser").main.get_text(" ", strip=True)
        answers.append((response.status_code, response.url, text))
    assert answers[0] == answers[1]
    assert [mail["To"] for mail in postbox.mails] == ["ada@example.org", "nobody@example.org"]
    assert "/en/accounts/signup/" in postbox.mails[1].get_body(("plain",)).get_content()


def test_signing_up_confirms_the_address_and_keeps_the_consent(client, postbox, code):
    with override("pl"):
        response = client.post(
            reverse("account_signup"), {"email": "New@Example.org", "consent": "on"}
        )
        assert response.status_code == 302
        assert signed_in_as(client) is None
        client.post(reverse("account_email_verification_sent"), {"code": code()})
    assert signed_in_as(client) == "new@example.org"
    user = User.objects.get()
    assert user.language == "pl"
    assert user.consent_at is not None
    assert user.role_names == {"newcomer"}
    assert not user.has_usable_password()


def test_without_consent_there_is_no_account(client, postbox):
    response = client.post(reverse("account_signup"), {"email": "new@example.org"})
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select_one("[data-error-summary]")
    assert not User.objects.exists()
    assert postbox.mails == []


def test_signing_up_twice_tells_the_owner_not_the_stranger(postbox):
    an_account()
    answers = [
        StrictClient().post(reverse("account_signup"), {"email": email, "consent": "on"})
        for email in ("ada@example.org", "new@example.org")
    ]
    assert answers[0].url == answers[1].url
    assert "one already" in postbox.mails[0].get_body(("plain",)).get_content()
    assert User.objects.count() == 2


def test_a_password_signs_in_and_next_leads_on(client):
    an_account(password=PASSWORD)
    response = with_password(client, next="/en/services/")
    assert response.url == "/en/services/"
    assert signed_in_as(client) == "ada@example.org"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example/",
        "http://testserver@evil.example/",
    ],
)
def test_next_leads_nowhere_else(elsewhere, postbox, code):
    an_account(password=PASSWORD)
    assert with_password(StrictClient(), next=elsewhere).url == "/en/my/"
    browser = StrictClient()
    ask_for_code(browser, next=elsewhere)
    assert type_code(browser, code(), next=elsewhere).url == "/en/my/"
    assert browser.post(reverse("account_logout"), {"next": elsewhere}).url == "/en/"


def test_next_survives_the_mail(client, postbox, code):
    an_account()
    response = ask_for_code(client, next="/en/services/")
    page = BeautifulSoup(client.get(response.url).content, "html.parser")
    field = page.select_one("main form [name=next]")
    assert type_code(client, code(), next=field["value"]).url == "/en/services/"


def test_signing_in_gives_the_browser_a_new_session_but_keeps_its_hold(client):
    an_account(password=PASSWORD)
    session = client.session
    session["visitor"] = "the token of a hold"
    session.save()
    before = client.session.session_key
    with_password(client)
    assert client.session.session_key != before
    assert client.session["visitor"] == "the token of a hold"


def test_five_wrong_passwords_lock_this_address_from_this_connection(client, postbox, code):
    an_account(password=PASSWORD)
    answers = [with_password(client, password="wrong").status_code for _attempt in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    response = with_password(client)
    assert response.status_code == 429
    assert signed_in_as(client) is None
    assert AccessAttempt.objects.get().username == "ada@example.org"
    # The owner elsewhere, and the owner's mailbox, are not locked out.
    elsewhere = StrictClient(REMOTE_ADDR="192.0.2.7")
    assert with_password(elsewhere).url == "/en/my/"
    ask_for_code(client)
    assert type_code(client, code()).url == "/en/my/"


def test_a_lockout_tells_nobody_who_has_an_account(client):
    for _attempt in range(5):
        response = with_password(client, "nobody@example.org", "wrong")
    assert response.status_code == 429


def test_codes_are_not_mailed_without_end(postbox):
    an_account()
    answers = [ask_for_code(StrictClient()).status_code for _browser in range(4)]
    assert answers == [302, 302, 302, 200]
    assert len(postbox.mails) == 3


def test_a_new_code_can_be_asked_for(client, postbox, code):
    an_account()
    ask_for_code(client)
    first = code()
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert code() != first
    assert type_code(client, first).status_code == 200
    assert type_code(client, code()).url == "/en/my/"


def test_a_mail_server_that_is_down_is_said(client, postbox, settings):
    an_account()
    settings.EMAIL_PORT = 1  # nobody listens there
    response = client.get(ask_for_code(client).url)
    assert "could not be sent" in response.content.decode()
    assert Message.objects.get().state == "failed"


def test_a_code_by_mail_sets_a_new_password(client, postbox, code):
    an_account(password="forgotten password")
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    response = client.post(reverse("account_confirm_password_reset_code"), {"code": code()})
    client.post(response.url, {"password1": PASSWORD, "password2": PASSWORD})
    assert with_password(StrictClient()).url == "/en/my/"
    assert Message.objects.filter(kind="account-change", state="queued").count() == 1


def test_an_inactive_account_stays_out(client):
    an_account(password=PASSWORD, is_active=False)
    with_password(client)
    assert signed_in_as(client) is None


def test_signing_out_needs_a_post(client):
    client.force_login(an_account())
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in_as(client)
    assert client.post(reverse("account_logout")).url == "/en/"
    assert signed_in_as(client) is None


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_request_login_code"])
@pytest.mark.parametrize("text", ["nul\0@example.org", "x" * 400 + "@example.org", "", "no mail"])
def test_unreadable_addresses_are_asked_again(client, postbox, name, text):
    answers = {"email": text, "login": text, "password": "x", "consent": "on"}
    response = client.post(reverse(name), answers)
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select_one("[data-error-summary]")
    assert postbox.mails == []


def test_the_admin_is_entered_through_the_same_door(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/en/accounts/login/?next=")


def test_single_sign_on_is_off_where_nothing_is_configured(client):
    assert client.post("/en/accounts/oidc/sso/login/").status_code == 404
    assert "oidc" not in client.get(reverse("account_login")).content.decode()

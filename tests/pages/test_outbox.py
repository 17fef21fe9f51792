from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from permits.models import Visit
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from tests.factories.permits import NOW
from tests.permits.desk.conftest import clock, desk

__all__ = ["clock", "desk"]

OUTBOX = "/en/desk/outbox/"


@pytest.fixture
def sent(desk, mailoutbox) -> Message:
    """The confirmation of Ada's visit, delivered."""
    desk.book()
    deliver_due(at=NOW)
    return Message.objects.get(kind="visit-confirmed")


def path(name: str, message: Message) -> str:
    return reverse(f"desk:{name}", args=[message.pk])


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anonymous", 302),
        ("newcomer", 404),
        ("officer", 404),
        ("elsewhere", 404),
        ("host", 200),
        ("manager", 200),
    ],
)
def test_who_reads_it(desk, sent, who, status) -> None:
    browser = desk.browser(who)
    assert browser.get(path("message", sent)).status_code == status
    # The manager of another center has an outbox, but this message is not in it.
    listed = browser.get(OUTBOX)
    assert listed.status_code == (200 if who == "elsewhere" else status)
    assert ("ada@example.org" in listed.content.decode()) == (status == 200)
    clicked = browser.post(path("again", sent))
    assert clicked.status_code == (302 if status in (200, 302) else 404)
    assert Message.objects.filter(copy=1).exists() == (status == 200)


@pytest.mark.parametrize("name", ["again", "stop"])
def test_a_link_that_is_followed_sends_nothing(desk, sent, name) -> None:
    assert desk.browser("host").get(path(name, sent)).status_code == 405
    assert Message.objects.filter(copy=1).count() == 0


def test_the_words_as_they_were_sent_without_the_private_link(desk, sent, mailoutbox) -> None:
    visit = Visit.objects.get()
    shown = desk.browser("host").get(path("message", sent)).content.decode()
    assert visit.code in mailoutbox[0].body
    assert visit.code not in shown
    assert visit.code not in sent.sent_text + sent.sent_subject
    text = BeautifulSoup(shown, "html.parser").select_one(".mail-text").text
    assert visit.ticket in text
    assert "/en/appointments/v/•••/" in text


def test_searching_by_address_kind_and_state(desk, sent) -> None:
    desk.book("10:00", "Li Wu")
    browser = desk.browser("host")

    def listed(**query) -> int:
        page = BeautifulSoup(browser.get(OUTBOX, query).content, "html.parser")
        return len(page.select("tbody tr"))

    assert listed() == Message.objects.count()
    assert listed(address="li@") == Message.objects.filter(recipient="li@example.org").count()
    assert listed(kind="visit-confirmed") == 2
    assert listed(kind="visit-confirmed", state="sent") == 1
    assert listed(address="nobody@") == 0
    assert browser.get(OUTBOX, {"kind": "unknown"}).status_code == 200


def test_sent_again_from_the_page(desk, sent, mailoutbox) -> None:
    browser = desk.browser("manager")
    response = browser.post(path("again", sent), follow=True)
    assert "on its way once more" in response.content.decode()
    # Pressed twice, it is sent once.
    browser.post(path("again", sent))
    deliver_due(at=NOW + timedelta(days=1))
    assert [mail.to for mail in mailoutbox if "booked" in mail.body.lower()].count(
        ["ada@example.org"]
    ) == 2


def test_a_waiting_message_is_stopped(desk) -> None:
    desk.book()
    waiting = Message.objects.filter(kind="visit-confirmed").get()
    browser = desk.browser("host")
    assert "Stop it" in browser.get(path("message", waiting)).content.decode()
    browser.post(path("stop", waiting))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.by) == ("stopped", desk.host)
    again = browser.post(path("stop", waiting), follow=True)
    assert "no longer waits" in again.content.decode()


def test_a_sign_in_code_is_shown_as_dots(desk, mailoutbox) -> None:
    desk.browser("anonymous").post(
        reverse("account_request_login_code"), {"email": "host@example.org"}
    )
    (mail,) = mailoutbox
    message = Message.objects.get(kind="sign-in-code")
    code = next(line for line in mail.body.splitlines() if line[:4].isdigit())
    shown = desk.browser("host").get(path("message", message)).content.decode()
    assert code not in shown + message.sent_subject
    assert "•••" in message.sent_text
    # Nobody can have it sent once more: it is kept nowhere.
    assert "Send again" not in shown
    assert desk.browser("host").post(path("again", message)).status_code == 302
    assert Message.objects.filter(kind="sign-in-code").count() == 1

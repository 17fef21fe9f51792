from datetime import UTC, datetime, timedelta

import pytest

from rotonde.notifications import kinds
from rotonde.notifications.delivery import claim_due, deliver_due
from rotonde.notifications.desk import (
    AlreadyUnderWay,
    NoLongerTrue,
    NoLongerWaiting,
    found,
    send_again,
    stop,
)
from rotonde.notifications.kinds import Kind, Mail
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account
from tests.notifications.test_delivery import put

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def host():
    return an_account("host@example.org")


def test_what_was_sent_is_remembered_without_its_secrets(greeting, postbox, monkeypatch) -> None:
    def render(message: Message) -> Mail:
        return Mail(subject="Your key s3cret", text="Open with s3cret", html="<p>s3cret</p>")

    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("greeting", lambda m: True, render, secrets=lambda m: ["s3cret"]))
    put()
    assert deliver_due(at=NOW).sent == 1
    message = Message.objects.get()
    assert (message.sent_subject, message.sent_text) == ("Your key •••", "Open with •••")
    assert "s3cret" in postbox.mails[0].as_string()


def test_sent_again_is_a_message_of_its_own(greeting, postbox, host) -> None:
    put()
    deliver_due(at=NOW)
    first = Message.objects.get()
    second = send_again(message=first, by=host, at=NOW + timedelta(hours=1))
    assert (second.copy, second.by, second.state) == (1, host, "queued")
    assert deliver_due(at=NOW + timedelta(hours=1)).sent == 1
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 2
    third = send_again(message=second, by=host, at=NOW + timedelta(hours=2))
    assert third.copy == 2


def test_not_twice_at_once(greeting, postbox, host) -> None:
    put()
    with pytest.raises(AlreadyUnderWay):
        send_again(message=Message.objects.get(), by=host, at=NOW)
    deliver_due(at=NOW)
    send_again(message=Message.objects.get(), by=host, at=NOW)
    with pytest.raises(AlreadyUnderWay):
        send_again(message=Message.objects.get(copy=0), by=host, at=NOW)
    assert Message.objects.count() == 2


def test_what_no_longer_holds_is_not_sent_again(greeting, postbox, host) -> None:
    put("visit:1")
    deliver_due(at=NOW)
    greeting.add("visit:1")
    with pytest.raises(NoLongerTrue):
        send_again(message=Message.objects.get(), by=host, at=NOW)


def test_a_stopped_message_never_leaves(greeting, postbox, host) -> None:
    put(due_at=NOW + timedelta(hours=1))
    message = stop(message=Message.objects.get(), by=host, at=NOW)
    assert (message.state, message.by) == ("stopped", host)
    assert deliver_due(at=NOW + timedelta(days=1)).total == 0
    assert put(due_at=NOW + timedelta(hours=1)) is False
    assert postbox.mails == []


def test_what_a_carrier_has_taken_can_no_longer_be_stopped(greeting, host) -> None:
    put()
    claim_due(at=NOW)
    with pytest.raises(NoLongerWaiting):
        stop(message=Message.objects.get(), by=host, at=NOW)


def test_looking_for_a_message(greeting) -> None:
    put("visit:1", recipient="ada@example.org")
    put("visit:2", recipient="li@example.org")
    everything = Message.objects.all()
    assert [m.target for m in found(everything, address="ADA@")] == ["visit:1"]
    assert found(everything, kind="greeting", state="queued").count() == 2
    assert found(everything, state="sent").count() == 0

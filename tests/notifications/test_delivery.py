from datetime import UTC, datetime, timedelta

import pytest

from rotonde.notifications import delivery, kinds
from rotonde.notifications.delivery import ATTEMPTS, LEASE, SWEEP, claim_due, deliver_due
from rotonde.notifications.kinds import Kind, Mail
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def put(
    target: str = "visit:1", *, due_at: datetime = NOW, recipient: str = "a@example.org"
) -> bool:
    return queue(
        recipient=recipient,
        kind="greeting",
        target=target,
        anchor=NOW,
        language="nl",
        time_zone="Europe/Brussels",
        due_at=due_at,
        at=NOW,
    )


class StoppedClock:
    """Goes on when it is told to, however long the machine takes."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


def test_a_due_message_arrives_with_its_texts_and_attachment(greeting, postbox) -> None:
    put()
    assert deliver_due(at=NOW).sent == 1
    mail = postbox.mails[0]
    assert mail["Subject"] == "Hello visit:1 in nl"
    assert mail["To"] == "a@example.org"
    assert mail["Message-ID"] == Message.objects.get().message_id
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_the_same_occasion_is_queued_once(greeting, postbox) -> None:
    assert put() is True
    assert put() is False
    assert deliver_due(at=NOW).sent == 1


def test_what_was_sent_is_not_sent_again(greeting, postbox) -> None:
    put()
    deliver_due(at=NOW)
    deliver_due(at=NOW + timedelta(days=1))
    assert len(postbox.mails) == 1


def test_a_message_waits_for_its_hour(greeting, postbox) -> None:
    put(due_at=NOW + timedelta(hours=1))
    assert deliver_due(at=NOW).total == 0
    assert deliver_due(at=NOW + timedelta(hours=1)).sent == 1


def test_what_no_longer_matters_is_dropped(greeting, postbox) -> None:
    put("visit:gone")
    greeting.add("visit:gone")
    assert deliver_due(at=NOW).dropped == 1
    assert postbox.mails == []
    assert Message.objects.get().state == Message.State.DROPPED


def test_a_refused_address_fails_and_the_others_arrive(greeting, postbox) -> None:
    postbox.refused.add("gone@example.org")
    put("one", recipient="gone@example.org")
    put("two")
    sweep = deliver_due(at=NOW)
    assert (sweep.failed, sweep.sent) == (1, 1)


def test_a_mailbox_that_says_later_is_asked_again(greeting, postbox) -> None:
    postbox.busy.add("a@example.org")
    put()
    assert deliver_due(at=NOW).postponed == 1
    assert Message.objects.get().state == Message.State.QUEUED


def test_a_sweep_that_takes_long_leaves_the_rest_to_the_next(postbox, monkeypatch) -> None:
    clock = StoppedClock()
    monkeypatch.setattr(delivery, "time", clock)
    monkeypatch.setattr(kinds, "_kinds", {})

    def written_slowly(message: Message) -> Mail:
        clock.now += SWEEP.total_seconds()
        return Mail("Hello", "Welcome", "<p>Welcome</p>")

    kinds.register(Kind("greeting", lambda message: True, written_slowly))
    put("visit:1")
    put("visit:2")
    sweep = deliver_due(at=NOW)
    assert (sweep.sent, sweep.postponed) == (1, 1)
    left = Message.objects.get(state=Message.State.QUEUED)
    assert (left.attempts, left.token, left.lease_until) == (0, None, None)


def test_a_broken_template_is_postponed_and_the_others_arrive(greeting, postbox) -> None:
    put("broken")
    put("fine")
    sweep = deliver_due(at=NOW)
    assert (sweep.postponed, sweep.sent) == (1, 1)
    assert Message.objects.get(target="broken").last_error == "ValueError: a template broke"


def test_a_server_that_is_down_costs_a_try_not_the_message(greeting, postbox, settings) -> None:
    settings.EMAIL_PORT = 1  # nobody listens there
    put()
    assert deliver_due(at=NOW).postponed == 1
    message = Message.objects.get()
    assert message.state == Message.State.QUEUED
    assert message.due_at > NOW


def test_after_the_last_try_it_is_said_to_have_failed(greeting, postbox, settings) -> None:
    settings.EMAIL_PORT = 1
    put()
    Message.objects.update(attempts=ATTEMPTS - 1)
    assert deliver_due(at=NOW).failed == 1


def test_a_claimed_message_is_not_claimed_twice(greeting) -> None:
    put()
    assert len(claim_due(at=NOW)) == 1
    assert claim_due(at=NOW) == []


def test_a_carrier_that_died_is_followed_by_another(greeting, postbox) -> None:
    put()
    claim_due(at=NOW)
    assert deliver_due(at=NOW + LEASE - timedelta(seconds=1)).total == 0
    assert deliver_due(at=NOW + LEASE).sent == 1


def test_a_carrier_that_lost_its_lease_writes_nothing(greeting, postbox) -> None:
    put()
    (late,) = claim_due(at=NOW)
    deliver_due(at=NOW + LEASE)
    Message.objects.filter(pk=late.pk, token=late.token).update(state=Message.State.FAILED)
    assert Message.objects.get().state == Message.State.SENT

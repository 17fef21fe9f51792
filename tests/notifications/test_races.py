"""Real carriers and a real mail server: what a carrier that is killed leaves behind."""

import math
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from benchmarks._common import Racers, database_url
from benchmarks._mailed import Mailed, postbox, wait_until
from benchmarks.delivery import carried, make_due
from rotonde.notifications.delivery import BATCH, LEASE
from rotonde.notifications.models import Message
from tests.factories.events import OccurrenceFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

DUE = 4 * BATCH


@pytest.fixture
def many() -> float:
    """How many mails the server takes before it lets everybody wait."""
    return math.inf


@pytest.fixture
def box(monkeypatch, many: float):
    with postbox(many) as opened:
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{opened.port}")
        yield opened


@pytest.fixture
def carriers(transactional_db, box):
    with Racers(2, database_url()) as running:
        yield running


def copies(box: Mailed) -> Counter[str]:
    """How often each mail that was queued has come; no other has."""
    mails = box.all()
    assert set(mails) <= set(Message.objects.values_list("recipient", "message_id"))
    return Counter(message_id for _recipient, message_id in mails)


def test_two_carriers_send_every_message_once(carriers: Racers, box: Mailed) -> None:
    at = timezone.now()
    OccurrenceFactory(starts_at=at + timedelta(days=7))
    make_due(DUE, at=at)
    answers = carriers.race([{"do": "deliver", "at": at.isoformat()}] * 2)
    assert sum(int(answer["code"]) for answer in answers) == DUE
    assert set(copies(box).values()) == {1}
    assert len(copies(box)) == DUE


@pytest.mark.parametrize("many", [BATCH // 2])
def test_a_killed_carrier_loses_nothing_and_repeats_one_mail_at_most(
    carriers: Racers, box: Mailed
) -> None:
    at = timezone.now()
    OccurrenceFactory(starts_at=at + timedelta(days=7))
    make_due(DUE, at=at)
    for number in range(2):
        carriers.tell(number, {"do": "deliver", "at": at.isoformat()})
    # Both stand before the mail server with a batch in their hands.
    wait_until(lambda: len(carried()) == 2 and box.count() == BATCH // 2, 60)
    carriers.kill(0)
    box.go_on()
    carriers.answer(1)
    left_lying = Message.objects.filter(state=Message.State.SENDING).count()
    assert 0 < left_lying <= BATCH
    carriers.tell(1, {"do": "deliver", "at": (at + LEASE).isoformat()})
    assert int(carriers.answer(1)["code"]) == left_lying
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert len(copies(box)) == DUE
    assert copies(box).total() <= DUE + 1

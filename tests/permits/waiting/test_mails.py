"""The mails of the waiting list, in every language, with the link and until when."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from permits import booking
from permits.waiting.offering import offer_freed
from rotonde.common.languages import CODES
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from tests.factories.permits import NOW
from tests.permits.waiting.conftest import HOUR, fill, joins, the_offer

pytestmark = pytest.mark.django_db


def mail(kind):
    message = Message.objects.get(kind=kind)
    with override(message.language), timezone.override(message.time_zone):
        return message, kind_of(message).render(message)


@pytest.mark.parametrize("language", CODES)
def test_an_offer_says_when_until_when_and_where_to_answer(world, language):
    visits = fill(world)
    waiting = joins(world, language=language)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    _message, written = mail("waiting-offer")
    link = f"/{language}/appointments/waiting/{waiting.code}/"
    for text in (written.text, written.html):
        assert link in text
        assert "08:50" in text
        assert "11:00" in text  # two hours after the offer
        assert "accept" not in text
    assert "08:50" in written.subject
    assert "\n" not in written.subject
    assert f'lang="{language}"' in written.html


def test_an_offer_that_ran_out_is_not_sent(world):
    visits = fill(world)
    joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    message = Message.objects.get(kind="waiting-offer")
    assert kind_of(message).relevant(message)
    offer_freed(at=NOW + 2 * HOUR)
    message = Message.objects.get(kind="waiting-offer")
    assert not kind_of(message).relevant(message)


def test_the_link_is_masked_wherever_mails_are_remembered(world):
    fill(world)
    waiting = joins(world)
    message, written = mail("waiting-joined")
    assert waiting.code in written.text
    assert list(kind_of(message).secrets(message)) == [waiting.code]
    assert the_offer(waiting) is None

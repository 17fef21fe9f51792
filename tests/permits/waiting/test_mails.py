"""The mails of the waiting list, in every language, with the link and until when."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from permits import booking
from permits.models import Visit
from permits.waiting import joining
from permits.waiting.offering import offer_freed
from rotonde.common.languages import CODES
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from tests.factories.permits import BRUSSELS, NOW
from tests.permits.waiting.conftest import HOUR, LATER, a_wish, booked, fill, joins, the_offer

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


DAYS_BEFORE = LATER - timedelta(2)
OVER = NOW + timedelta(days=2)


@pytest.fixture
def for_earlier(world):
    """The last visit of the day waits for an earlier day, and none comes."""
    visit = fill(world)[-1]
    wish = a_wish(until_date=DAYS_BEFORE)
    joining.join_for_earlier(visit=visit, wish=wish, language="en", form_key="f", at=NOW)
    return visit


@pytest.mark.parametrize("language", CODES)
def test_whose_visit_stays_is_not_told_to_look_for_a_time(for_earlier, language):
    for_earlier.waiting_for_earlier.update(language=language)
    Visit.objects.filter(pk=for_earlier.pk).update(language=language)
    offer_freed(at=OVER)
    message, written = mail("waiting-ended")
    with override(language):
        look = reverse("permits:start")
    for text in (written.text, written.html):
        assert f"/{language}/appointments/v/{for_earlier.code}/" in text
        assert for_earlier.ticket in text
        assert f"{look}?" not in text
        assert f'{look}"' not in text
        assert "times/" not in text
    local = for_earlier.starts_at.astimezone(BRUSSELS)
    assert f"{local:%H:%M}" in written.subject
    assert for_earlier.code in kind_of(message).secrets(message)


def test_who_cancelled_the_visit_meanwhile_is_not_written_to(for_earlier):
    offer_freed(at=OVER)
    message, _written = mail("waiting-ended")
    assert kind_of(message).relevant(message)
    booking.cancel(code=for_earlier.code, at=OVER, by_staff=True)
    message = Message.objects.get(kind="waiting-ended")
    assert not kind_of(message).relevant(message)


def test_who_has_none_is_led_to_the_times_with_everything_filled_in(world, client):
    fill(world)
    joins(world, wish=a_wish(until_date=DAYS_BEFORE))
    offer_freed(at=OVER)
    _message, written = mail("waiting-ended")
    [address] = [line for line in written.text.splitlines() if "/times/?" in line]
    assert address.replace("&", "&amp;") in written.html
    with time_machine.travel(OVER, tick=False):
        page = client.get(address[address.index("/en/") :])
    assert page.status_code == 200
    assert page.context["quest"].people == "1 adult"
    assert page.context["center"] == world.center


def test_who_booked_since_is_told_so_and_nobody_else_is(world):
    """Known by the very address, and by coming for the same."""
    party = joins(world, wish=a_wish(until_date=DAYS_BEFORE, part="afternoon"))
    other, mine = booked(world, "08:50"), booked(world, "09:50")
    Visit.objects.filter(pk=mine.pk).update(email="Ada@example.org")
    Visit.objects.filter(pk=other.pk).update(email="ada+work@example.org")
    offer_freed(at=OVER)
    with time_machine.travel(OVER, tick=False):
        message, written = mail("waiting-ended")
        assert mine.code in written.text
        assert other.code not in written.text
        assert set(kind_of(message).secrets(message)) == {party.code, mine.code}
    with time_machine.travel(mine.ends_at, tick=False):
        _message, written = mail("waiting-ended")
        assert "/times/?" in written.text
        assert mine.code not in written.text

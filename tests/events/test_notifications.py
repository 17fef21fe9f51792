"""What each mail says, in every language, and whether it still holds when it goes out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from events import schedule
from events.models import Occurrence, Registration
from events.notifications import render
from events.registration import change_capacity, withdraw
from events.reminders import KINDS, due_at, tell_again
from rotonde.common.languages import CODES, direction
from rotonde.notifications.kinds import Mail, kind_of
from rotonde.notifications.models import Message
from tests.factories.events import NOW, OccurrenceFactory, comes
from tests.factories.messages import is_relevant

JOIN = "https://meet.example.org/secret-room"


def written(message: Message) -> Mail:
    """As delivery does it."""
    with override(message.language), timezone.override(ZoneInfo(message.time_zone)):
        return render(message)


def message(registration: Registration, kind: str) -> Message:
    return Message.objects.get(target=f"registration:{registration.pk}", kind=kind)


@pytest.fixture
def online(db, clock) -> Occurrence:
    return OccurrenceFactory(
        capacity=2, event__attendance="hybrid", event__joining_link=JOIN, event__name_ar="جولة"
    )


def told_everything(occurrence: Occurrence, language: str) -> dict[str, Message]:
    """A household that lives through every kind of mail."""
    first = comes(occurrence, "first", language=language, adults=2)
    comes(occurrence, "second", language=language)
    third = comes(occurrence, "third", language=language)
    withdraw(code=first.code, at=NOW)
    start = occurrence.starts_at + timedelta(days=1)
    schedule.move(
        occurrence=occurrence, starts_at=start, ends_at=start + timedelta(hours=1), at=NOW
    )
    schedule.cancel(occurrence=occurrence, at=NOW)
    assert third.people == 1
    return {each.kind: each for each in Message.objects.all()}


@pytest.mark.parametrize("language", CODES)
def test_every_mail_can_be_read_in_every_language(online, language: str) -> None:
    messages = told_everything(online, language)
    assert set(messages) == set(KINDS)
    for kind, each in messages.items():
        mail = written(each)
        assert "\n" not in mail.subject, kind
        assert not any(rest in mail.subject + mail.text + mail.html for rest in ("{{", "{%", "%("))
        assert f'<html lang="{language}" dir="{direction(language)}">' in mail.html
        assert f"/{language}/events/" in mail.text, kind
        with override(language):
            assert str(kind_of(each).title)


def test_the_joining_link_is_for_those_who_have_a_seat(online) -> None:
    seated = comes(online, "seated", adults=2)
    waiting = comes(online, "waiting")
    assert JOIN in written(message(seated, "registration-confirmed")).text
    assert JOIN in written(message(seated, "event-reminder-1d")).html
    mail = written(message(waiting, "registration-waiting"))
    assert JOIN not in mail.text + mail.html
    withdraw(code=seated.code, at=NOW)
    goodbye = written(message(seated, "registration-withdrawn"))
    assert JOIN not in goodbye.text + goodbye.html
    assert JOIN.encode() not in goodbye.attachments[0].content
    assert JOIN in written(message(waiting, "registration-promoted")).text


def test_the_private_link_is_in_the_mail_and_not_in_the_outbox(occurrence) -> None:
    ada = comes(occurrence)
    each = message(ada, "registration-confirmed")
    assert ada.code in written(each).text
    assert ada.code not in str(Message.objects.filter(pk=each.pk).values())


def test_names_are_escaped_in_html(occurrence) -> None:
    mail = written(message(comes(occurrence, name="<b>Eve</b>"), "registration-confirmed"))
    assert "<b>Eve</b>" in mail.text
    assert "<b>Eve</b>" not in mail.html


def entry_of(mail: Mail):
    (attachment,) = mail.attachments
    (entry,) = Calendar.from_ical(attachment.content).walk("VEVENT")
    return attachment.mimetype, entry


def test_the_calendar_entry_is_sent_and_taken_back(occurrence) -> None:
    ada = comes(occurrence)
    mimetype, entry = entry_of(written(message(ada, "registration-confirmed")))
    assert "method=REQUEST" in mimetype
    assert entry["status"] == "CONFIRMED"
    assert entry.decoded("dtstart") == occurrence.starts_at
    withdraw(code=ada.code, at=NOW)
    mimetype, off = entry_of(written(message(ada, "registration-withdrawn")))
    assert "method=CANCEL" in mimetype
    assert (off["uid"], off["status"]) == (entry["uid"], "CANCELLED")
    assert off["sequence"] > entry["sequence"]
    again = comes(occurrence)
    _type, new = entry_of(written(message(again, "registration-confirmed")))
    assert new["uid"] != entry["uid"]


def test_the_reminder_is_due_at_nine_the_day_before(occurrence) -> None:
    assert due_at(occurrence) == datetime(2027, 3, 7, 8, tzinfo=UTC)
    over_the_change = OccurrenceFactory(starts_at=datetime(2027, 3, 28, 12, tzinfo=UTC))
    assert due_at(over_the_change) == datetime(2027, 3, 27, 8, tzinfo=UTC)


def test_who_registers_the_day_itself_is_not_reminded(occurrence) -> None:
    comes(occurrence, at=occurrence.starts_at - timedelta(hours=2))
    assert not Message.objects.filter(kind="event-reminder-1d").exists()


def test_what_no_longer_holds_is_not_sent(occurrence) -> None:
    nine = comes(occurrence, "nine", adults=6, children=3)
    pair = comes(occurrence, "pair", adults=2)
    confirmed, reminder = (
        message(nine, kind) for kind in ("registration-confirmed", "event-reminder-1d")
    )
    waiting = message(pair, "registration-waiting")
    assert all(is_relevant(each) for each in (confirmed, reminder, waiting))
    change_capacity(occurrence=occurrence, capacity=11, at=NOW)
    assert not is_relevant(waiting)
    start = occurrence.starts_at + timedelta(days=1)
    schedule.move(
        occurrence=occurrence, starts_at=start, ends_at=start + timedelta(hours=1), at=NOW
    )
    moved = message(nine, "event-moved")
    assert not is_relevant(reminder)
    assert is_relevant(moved)
    schedule.cancel(occurrence=occurrence, at=NOW)
    assert not is_relevant(moved)
    assert is_relevant(message(nine, "event-cancelled"))
    withdraw(code=nine.code, at=NOW)
    assert not is_relevant(message(nine, "event-cancelled"))


def test_a_lost_link_is_sent_again_once_an_hour(occurrence) -> None:
    ada = comes(occurrence)
    tell_again(ada, at=NOW + timedelta(minutes=5))
    tell_again(ada, at=NOW + timedelta(hours=3))
    tell_again(ada, at=NOW + timedelta(hours=3, minutes=20))
    assert Message.objects.filter(kind="registration-confirmed").count() == 2
    assert all(is_relevant(each) for each in Message.objects.filter(kind="registration-confirmed"))


def test_a_message_about_nobody_is_dropped(db) -> None:
    assert not is_relevant(Message(kind="registration-confirmed", target="registration:0"))
    assert not is_relevant(Message(kind="registration-confirmed", target="registration:x"))

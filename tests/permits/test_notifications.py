"""The mails about a visit, in every language, with what each must say."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from permits import booking
from permits.models import Visit
from permits.parties import Party, Person
from permits.reminders import KINDS
from rotonde.common.languages import CODES
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.kinds import Mail, kind_of
from rotonde.notifications.models import Message
from tests.factories.centers import World, open_center

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
BOTH = ("registration", "residence-permit")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> World:
    return open_center(at=NOW, days=8)


def book(world: World, language: str = "en", day: int = 6) -> Visit:
    visit = booking.hold(
        center=world.center,
        party=Party((Person("adult", BOTH), Person("child", BOTH))),
        start=world.at(day, 9),
        municipality=world.gent,
        origin=Visit.Origin.WEB,
        language=language,
        at=NOW,
    )
    return booking.confirm(
        code=visit.code,
        name="Ada <b>&",
        email="ada@example.org",
        language=language,
        names=["Ada <b>&", "Bo"],
        at=NOW,
    ).visit


def mail_of(kind: str, visit: Visit) -> Mail:
    message = Message.objects.get(kind=kind, target=f"visit:{visit.pk}")
    with override(message.language), timezone.override(message.time_zone):
        return kind_of(message).render(message)


def happened(kind: str, visit: Visit, world: World) -> None:
    if kind == "visit-moved":
        booking.move(code=visit.code, start=world.at(7, 9), at=NOW)
    if kind == "visit-cancelled":
        booking.cancel(code=visit.code, at=NOW)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_is_whole_in_every_language(world, kind, language):
    visit = book(world, language)
    happened(kind, visit, world)
    mail = mail_of(kind, visit)
    assert mail.subject
    assert "\n" not in mail.subject
    for leftover in ("{{", "{%", "%(", "None"):
        assert leftover not in mail.subject + mail.text + mail.html
    page = BeautifulSoup(mail.html, "html.parser")
    assert page.html["lang"] == language
    assert page.html["dir"] == ("rtl" if language == "ar" else "ltr")
    assert "Ada <b>&" in mail.text
    assert "Ada <b>&" in page.get_text()
    assert f"http://localhost:8000/{language}/appointments/" in mail.text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "visit-cancelled"])
def test_what_a_coming_visit_is_told_about(world, kind, settings):
    settings.SITE_URL = "https://rotonde.example/"
    visit = book(world)
    happened(kind, visit, world)
    visit.refresh_from_db()
    mail = mail_of(kind, visit)
    for words in (
        f"https://rotonde.example/en/appointments/v/{visit.code}/",
        "09:00",
        "Europe/Brussels",
        visit.ticket,
        "Plein 1",
        "(Verblijfsvergunning)",
    ):
        assert words in mail.text
    assert visit.code in mail.html


@pytest.mark.parametrize("kind", ["visit-reminder-3d", "visit-reminder-1d", "visit-confirmed"])
def test_papers_are_named_with_their_form(world, kind):
    mail = mail_of(kind, book(world))
    assert "Passport (Paspoort)" in mail.text
    assert "Original: Valid." in mail.text


def test_a_cancellation_does_not_spread_the_private_link(world):
    visit = book(world)
    happened("visit-cancelled", visit, world)
    mail = mail_of("visit-cancelled", visit)
    assert visit.code not in mail.text + mail.html


@pytest.mark.parametrize(
    ("kind", "method"),
    [("visit-confirmed", "REQUEST"), ("visit-moved", "REQUEST"), ("visit-cancelled", "CANCEL")],
)
def test_the_calendar_entry_travels_along(world, kind, method):
    visit = book(world)
    happened(kind, visit, world)
    attachment, *_ticket = mail_of(kind, visit).attachments
    assert f"method={method}" in attachment.mimetype
    assert Calendar.from_ical(attachment.content)["METHOD"] == method


def test_a_reminder_brings_no_second_entry(world):
    assert mail_of("visit-reminder-1d", book(world)).attachments == ()


def test_the_outbox_sends_what_still_holds(world, mailoutbox, clock):
    visit = book(world, "nl")
    deliver_due(at=NOW)
    assert [mail.to for mail in mailoutbox] == [["ada@example.org"]]
    (_name, content, mimetype) = mailoutbox[0].attachments[0]
    assert "method=REQUEST" in mimetype
    assert "BEGIN:VCALENDAR" in (content if isinstance(content, str) else content.decode())
    booking.cancel(code=visit.code, at=NOW)
    later = visit.starts_at - timedelta(hours=2)
    clock.move_to(later)
    deliver_due(at=later)
    # The cancellation; both reminders of a visit that is no more are dropped.
    assert len(mailoutbox) == 2
    assert Message.objects.filter(state="dropped").count() == 2

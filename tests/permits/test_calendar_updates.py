"""One entry in a calendar over the life of a visit, as the mails bring it."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from permits import booking
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from tests.permits.test_notifications import NOW, book, clock, world

__all__ = ["clock", "world"]


def entry(kind, visit):
    """The calendar and the event that the mail of this kind brings."""
    message = Message.objects.filter(kind=kind, target=f"visit:{visit.pk}").latest("pk")
    (attached, *_ticket) = kind_of(message).render(message).attachments
    calendar = Calendar.from_ical(attached.content)
    assert attached.mimetype == f"text/calendar; method={calendar['METHOD']}; charset=utf-8"
    return calendar, calendar.walk("VEVENT")[0]


def test_booked_moved_moved_and_cancelled_are_one_entry_that_counts(world):
    visit = book(world)
    seen = [entry("visit-confirmed", visit)]
    for hour, at in ((10, NOW + timedelta(minutes=1)), (14, NOW + timedelta(minutes=2))):
        booking.move(code=visit.code, start=world.at(7, hour), at=at)
        seen.append(entry("visit-moved", visit))
    booking.cancel(code=visit.code, at=NOW + timedelta(minutes=3))
    seen.append(entry("visit-cancelled", visit))
    calendars, events = zip(*seen, strict=True)
    assert [each["METHOD"] for each in calendars] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [each["SEQUENCE"] for each in events] == [0, 1, 2, 3]
    assert len({each["UID"] for each in events}) == 1
    stamps = [each.decoded("DTSTAMP") for each in events]
    assert stamps == sorted(stamps)
    assert [each.get("STATUS") for each in events] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert len({each["ORGANIZER"] for each in events}) == 1
    assert {each["ATTENDEE"] for each in events} == {"mailto:ada@example.org"}
    # Who takes an entry back says which: also its time.
    assert events[-1].decoded("DTSTART") == events[-2].decoded("DTSTART")


@pytest.mark.parametrize("kind", ["visit-confirmed", "visit-moved", "visit-cancelled"])
def test_each_brings_the_zone_it_speaks_of(world, kind):
    visit = book(world)
    if kind == "visit-moved":
        booking.move(code=visit.code, start=world.at(7, 9), at=NOW)
    if kind == "visit-cancelled":
        booking.cancel(code=visit.code, at=NOW)
    calendar, event = entry(kind, visit)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert len(zone.walk("STANDARD")) >= 1
    assert len(zone.walk("DAYLIGHT")) >= 1

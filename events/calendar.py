"""Dates of events as calendar entries (RFC 5545): one UID for life, changes are counted."""

from collections.abc import Sequence
from datetime import timedelta
from email.utils import parseaddr
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from events.models import Occurrence
from events.presentation.facts import Facts
from rotonde.common.links import whole
from rotonde.translations.labels import in_words, mark_machine
from rotonde.translations.reading import shown

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

_ALARM = timedelta(hours=-2)
_REFRESH = timedelta(hours=6)


def feed(occurrences: Sequence[Occurrence], *, reader: str) -> bytes:
    """Dates read with `told()` as a calendar to subscribe to, in the language of the reader."""
    mark_machine([each.event for each in occurrences], reader=reader)
    with override(reader):
        calendar = _calendar("PUBLISH")
        calendar.add("name", _("Events for newcomers in Ghent and East Flanders"))
        calendar.add("x-wr-calname", _("Events for newcomers in Ghent and East Flanders"))
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        for occurrence in occurrences:
            calendar.add_component(_entry(occurrence, reader))
        return _written(calendar, occurrences)


def invitation(facts: Facts, *, method: Method) -> bytes:
    """The date of a registration, in its language, with its private link and joining link.

    It has a UID of its own: who withdraws and registers again gets another entry, which no
    calendar takes for the one it was told to drop.
    """
    registration, occurrence = facts.registration, facts.occurrence
    with override(registration.language):
        calendar = _calendar(method)
        entry = _entry(occurrence, registration.language)
        _replace(entry, "uid", f"registration-{registration.pk}@{settings.SITE_HOST}")
        _replace(entry, "url", facts.link)
        _replace(entry, "description", _private_words(facts))
        entry.add("organizer", _organizer(occurrence))
        if facts.joining_link:
            entry.add("conference", facts.joining_link, parameters=_CONFERENCE)
        if method != "PUBLISH":
            entry.add("attendee", _attendee(facts))
        if method == "CANCEL" or not registration.is_live:
            _replace(entry, "status", "CANCELLED")
            _replace(entry, "sequence", occurrence.sequence + 1)
        else:
            entry.add_component(_alarm(occurrence, registration.language))
        calendar.add_component(entry)
        return _written(calendar, [occurrence])


_CONFERENCE = {"VALUE": "URI", "FEATURE": "AUDIO,VIDEO"}


def uid_of(occurrence: Occurrence) -> str:
    """Stable over moves, and the same for everybody."""
    return f"event-{occurrence.pk}@{settings.SITE_HOST}"


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Rotonde//{settings.SITE_HOST}//EN")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, occurrences: Sequence[Occurrence]) -> bytes:
    if occurrences:
        # Enough of the zones for these dates, and no table of half a century.
        first = min(each.local_start for each in occurrences).date()
        last = max(each.local_end for each in occurrences).date()
        calendar.add_missing_timezones(
            first_date=first.replace(month=1, day=1), last_date=last.replace(month=12, day=31)
        )
    written: bytes = calendar.to_ical()
    return written


def _entry(occurrence: Occurrence, reader: str) -> Event:
    event = occurrence.event
    entry = Event()
    entry.add("uid", uid_of(occurrence))
    entry.add("sequence", occurrence.sequence)
    entry.add("dtstamp", occurrence.changed)
    entry.add("last-modified", occurrence.changed)
    if occurrence.all_day:
        entry.add("dtstart", occurrence.local_start.date())
        entry.add("dtend", occurrence.local_end.date())
    else:
        entry.add("dtstart", occurrence.local_start)
        entry.add("dtend", occurrence.local_end)
    entry.add("summary", in_words(shown(event, "name", reader)))
    entry.add("description", in_words(shown(event, "summary", reader)))
    entry.add("url", whole(event.get_absolute_url()))
    entry.add("status", "CANCELLED" if occurrence.is_cancelled else "CONFIRMED")
    entry.add("categories", [event.get_kind_display()])
    if event.place:
        entry.add("location", ", ".join([event.place.name, *event.place.lines]))
    if event.place and event.place.has_point and not event.place.coordinates_approximate:
        entry.add("geo", (event.place.latitude, event.place.longitude))
    return entry


def _replace(entry: Event, name: str, value: Any) -> None:
    entry.pop(name, None)
    entry.add(name, value)


def _private_words(facts: Facts) -> str:
    link = {"link": facts.link}
    if facts.joining_link:
        return _("Take part online: %(joining)s. See or withdraw your registration: %(link)s") % {
            **link,
            "joining": facts.joining_link,
        }
    return _("See or withdraw your registration: %(link)s") % link


def _organizer(occurrence: Occurrence) -> vCalAddress:
    organiser = occurrence.event.organisation
    address = organiser.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(organiser.name)
    return organizer


def _attendee(facts: Facts) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{facts.registration.email}")
    attendee.params["cn"] = vText(facts.registration.name)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _alarm(occurrence: Occurrence, reader: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _ALARM)
    alarm.add("description", in_words(shown(occurrence.event, "name", reader)))
    return alarm

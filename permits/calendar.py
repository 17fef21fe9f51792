"""A visit as a calendar entry (RFC 5545, RFC 5546): one UID for life, changes are counted."""

from datetime import timedelta
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from permits.models import Visit
from permits.presentation.facts import Facts
from rotonde.translations.reading import shown

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

_ALARM = timedelta(hours=-2)


def invitation(facts: Facts, *, method: Method) -> bytes:
    """The visit of `facts` as an .ics file in the language of the visit.

    REQUEST invites or updates, CANCEL takes back, PUBLISH is for a file somebody fetches. A
    cancelled visit is published as cancelled.
    """
    visit = facts.visit
    with override(visit.language):
        calendar = Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", f"-//Rotonde//{settings.SITE_HOST}//EN")
        calendar.add("method", method)
        calendar.add_component(_event(facts, method))
        # Enough of the zone for this visit, and no table of half a century.
        day = visit.date
        calendar.add_missing_timezones(
            first_date=day.replace(month=1, day=1), last_date=day.replace(month=12, day=31)
        )
    return calendar.to_ical()


def uid_of(visit: Visit) -> str:
    """Stable over moves; says nothing that opens the visit."""
    return f"visit-{visit.pk}@{settings.SITE_HOST}"


def _event(facts: Facts, method: Method) -> Event:
    visit = facts.visit
    cancelled = visit.state == Visit.State.CANCELLED
    event = Event()
    event.add("uid", uid_of(visit))
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.changed_at)
    event.add("dtstart", visit.starts_at.astimezone(facts.zone))
    event.add("dtend", visit.ends_at.astimezone(facts.zone))
    event.add("summary", _summary(visit))
    event.add("location", _location(visit))
    event.add("description", _description(facts))
    event.add("url", facts.link)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _organizer(visit))
    if method != "PUBLISH":
        event.add("attendee", _attendee(visit))
    if not cancelled:
        event.add_component(_alarm(visit))
    return event


def _summary(visit: Visit) -> str:
    return _("Visit to %(center)s") % {"center": _center_name(visit)}


def _center_name(visit: Visit) -> str:
    return shown(visit.center, "name", visit.language).text


def _location(visit: Visit) -> str:
    return ", ".join([_center_name(visit), *visit.center.place.lines])


def _description(facts: Facts) -> str:
    # The ticket and the link are what somebody looks for on the way there.
    return _("Ticket %(ticket)s. See, move or cancel your visit: %(link)s") % {
        "ticket": facts.visit.ticket,
        "link": facts.link,
    }


def _organizer(visit: Visit) -> vCalAddress:
    address = visit.center.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(_center_name(visit))
    return organizer


def _attendee(visit: Visit) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{visit.email}")
    attendee.params["cn"] = vText(visit.name)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _alarm(visit: Visit) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _ALARM)
    alarm.add("description", _summary(visit))
    return alarm

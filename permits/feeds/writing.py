"""An officer's time as a calendar (RFC 5545): tickets and procedures, never a visitor's name.

The same time is written with the same bytes, so that a program that asks often is told "unchanged".
"""

from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from permits.cells import instant_of
from permits.days import local_day
from permits.models import Break, Feed, Step, Visit
from rotonde.translations.reading import shown

BACK = timedelta(days=7)


def feed_file(feed: Feed, *, at: datetime) -> bytes:
    """The week behind and the days that can be booked, in the active language.

    One query, two where the feed tells what else takes the officer's time.
    """
    center = feed.officer.agency.center
    zone = ZoneInfo(center.time_zone)
    today = local_day(center, at)
    days = today - BACK, today + timedelta(center.horizon_days + 1)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Rotonde//{settings.SITE_HOST}//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("My visits at %(center)s") % {"center": _named(center)})
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    for event in (*_visits(feed, days, zone), *_blockers(feed, days, zone)):
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=days[0], last_date=days[1])
    return calendar.to_ical()


def _visits(feed: Feed, days: tuple[date, date], zone: ZoneInfo) -> list[Event]:
    steps = Step.objects.filter(
        officer=feed.officer, visit__date__range=days, visit__state=Visit.State.BOOKED
    ).select_related("visit", "procedure")
    ordered = steps.order_by("visit__first_cell", "visit_id", "first_cell", "pk")
    return [
        _block(feed, list(block), number, zone)
        for _visit, own in groupby(ordered, key=lambda step: step.visit_id)
        for number, block in enumerate(_in_a_row(list(own)))
    ]


def _in_a_row(steps: list[Step]) -> list[list[Step]]:
    blocks: list[list[Step]] = []
    for step in steps:
        last = blocks[-1][-1] if blocks else None
        if last and last.first_cell + last.cell_count == step.first_cell:
            blocks[-1].append(step)
        else:
            blocks.append([step])
    return blocks


def _block(feed: Feed, steps: list[Step], number: int, zone: ZoneInfo) -> Event:
    visit = steps[0].visit
    procedures = {step.procedure.pk: _named(step.procedure) for step in steps}
    event = _event(
        f"visit-{visit.pk}-{feed.officer_id}-{number}",
        (steps[0].starts_at, steps[-1].ends_at),
        zone,
    )
    people = len({step.attendee_id for step in steps})
    summary = " · ".join([visit.ticket, *procedures.values()])
    event.add("summary", f"{summary} ×{people}" if people > 1 else summary)
    event.add("dtstamp", visit.changed_at)
    event.add("sequence", visit.sequence)
    event.add("status", "CONFIRMED")
    event.add("location", _named(feed.officer.agency.center))
    return event


def _blockers(feed: Feed, days: tuple[date, date], zone: ZoneInfo) -> list[Event]:
    """Breaks without their reasons: what somebody typed may be about somebody."""
    if feed.kind != Feed.Kind.EVERYTHING:
        return []
    events = []
    breaks = Break.objects.filter(officer=feed.officer, date__range=days)
    for away in breaks.order_by("first_cell", "pk"):
        span = instant_of(away.first_cell), instant_of(away.first_cell + away.cell_count)
        event = _event(f"break-{away.pk}", span, zone)
        event.add("summary", _("Not free"))
        event.add("dtstamp", feed.at)
        events.append(event)
    return events


def _event(uid: str, span: tuple[datetime, datetime], zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{settings.SITE_HOST}")
    event.add("dtstart", span[0].astimezone(zone))
    event.add("dtend", span[1].astimezone(zone))
    event.add("class", "PRIVATE")
    return event


def _named(thing: object) -> str:
    return shown(thing, "name", get_language() or "en").text

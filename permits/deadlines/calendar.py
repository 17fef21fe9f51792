"""Deadlines as a calendar file (RFC 5545): one all-day entry each, with an alarm per reminder."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Alarm, Calendar, Event

from permits.presentation.deadlines import Item
from rotonde.translations.reading import shown


def calendar_of(items: Iterable[Item], *, link: str, at: datetime) -> bytes:
    """The deadlines of `items` in the active language; `link` leads back to the list."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Rotonde//{settings.SITE_HOST}//EN")
    calendar.add("method", "PUBLISH")
    for item in items:
        calendar.add_component(_event(item, link, at))
    return calendar.to_ical()


def _event(item: Item, link: str, at: datetime) -> Event:
    language = get_language() or "en"
    title = shown(item.rule, "title", language).text
    event = Event()
    # The same deadline twice in one calendar is one entry; another date is another one.
    event.add("uid", f"{item.due.code}-{item.due.anchor_on:%Y%m%d}@{settings.SITE_HOST}".lower())
    event.add("dtstamp", at)
    event.add("dtstart", item.due.act_by)
    event.add("dtend", item.due.act_by + timedelta(1))
    event.add("summary", title)
    event.add("description", shown(item.rule, "summary", language).text)
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    for days in item.rule.reminder_days:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -timedelta(days) + timedelta(hours=9))
        alarm.add("description", title)
        event.add_component(alarm)
    return event

"""Reads a channel out of a row: its place, who speaks what, and its hours."""

from __future__ import annotations

import json
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from services.exchange import columns
from services.exchange.records import HOURS, SCHEDULE, SPOKEN, Values, in_order_of
from services.exchange.row import Row
from services.exchange.spoken_text import parse_languages
from services.exchange.tables import UNKNOWN, USUAL
from services.hours_admin import REFUSED
from services.hours_text import HoursUnreadable, parse_hours
from services.opening import DAY, clock_of


def channel_of(
    row: Row, old: Values | None, known: dict[str, Values]
) -> tuple[Values, Values | None]:
    """The channel of a row and the place it is at, if any; `known` are places by slug."""
    place = _place(row, old, known)
    channel = row.values(columns.OF_CHANNEL, old or {})
    return {
        **channel,
        "kind": channel["kind"] or ("desk" if place else "phone" if channel["phone"] else ""),
        "place": place["slug"] if place else None,
        "spoken": _spoken(row, old),
        "schedules": _schedules(row, old),
    }, place


def _place(row: Row, old: Values | None, known: dict[str, Values]) -> Values | None:
    if not any(column in row.cells for column in columns.OF_PLACE):
        return known.get(old["place"]) if old and old["place"] else None
    if not any(row.cells.get(column) for column in columns.OF_PLACE if "yes" not in column):
        return None
    slug = row.cells.get("place_slug", "").strip()
    if not slug and "place_slug" not in row.cells and old and old["place"]:
        slug = old["place"]
    name = row.cells.get("place_name") or row.cells.get("place_street_address") or ""
    slug = slug or slugify(f"{name} {row.cells.get('place_locality', '')}")[:80].strip("-")
    values = row.values(columns.OF_PLACE, known.get(slug, {}))
    if not any(value for value in values.values()) and not slug:
        return None
    return values | {"slug": slug}


def _spoken(row: Row, old: Values | None) -> list[Values]:
    if columns.LANGUAGES not in row.cells:
        return old["spoken"] if old else []
    try:
        return in_order_of(SPOKEN, parse_languages(row.cells[columns.LANGUAGES]))
    except ValueError as unreadable:
        why = _("Write languages like this: nl; en good; ar tue 14:00-16:00. Not “%(part)s”.")
        row.refuse(columns.LANGUAGES, why % {"part": unreadable})
        return []


def _schedules(row: Row, old: Values | None) -> list[Values]:
    there = old["schedules"] if old else []
    weekly = [column in row.cells for column in columns.HOURS]
    found = _other(row) if columns.OTHER_HOURS in row.cells else there
    if any(weekly):
        found = [each for each in found if not _is_usual(each) or each["slug"] in _told(row)]
        hours = [hours for day in range(1, 8) for hours in _day(row, day)]
        if hours:
            found = [*found, _usual(row, in_order_of(HOURS, hours), there)]
    else:
        if columns.OTHER_HOURS in row.cells:
            found = [*found, *(each for each in there if _is_usual(each))]
        found = [
            each | (row.values(columns.OF_HOURS, each) if _is_usual(each) else {}) for each in found
        ]
    return sorted(found, key=lambda each: str(each["slug"]))


def _usual(row: Row, hours: list[Values], there: list[Values]) -> Values:
    """The usual week; where other hours were seen is nothing these have, unless the row says so."""
    same = (each for each in there if _is_usual(each) and each["hours"] == hours)
    return USUAL | row.values(columns.OF_HOURS, next(same, {})) | {"hours": hours}


def _is_usual(schedule: Values) -> bool:
    return bool(schedule["slug"] == USUAL["slug"])


def _told(row: Row) -> set[str]:
    """The schedules that are told as JSON: among them hours a cell of a day has no form for."""
    return (
        {str(each["slug"]) for each in _other(row)} if columns.OTHER_HOURS in row.cells else set()
    )


def _day(row: Row, day: int) -> list[Values]:
    column = columns.HOURS[day - 1]
    try:
        spans = parse_hours(row.cells.get(column, ""))
    except HoursUnreadable as unreadable:
        row.refuse(column, str(REFUSED[unreadable.reason]) % {"part": unreadable.part})
        return []
    return [
        {
            "weekday": day,
            "opens_at": clock_of(span.opens),
            "closes_at": clock_of(span.closes % DAY),
            "closes_next_day": span.closes >= DAY,
        }
        for span in spans
    ]


def _other(row: Row) -> list[Values]:
    text = row.cells[columns.OTHER_HOURS].strip()
    try:
        told = json.loads(text or "[]")
        return [_schedule(each) for each in told]
    except (ValueError, TypeError, KeyError, RecursionError):
        row.refuse(columns.OTHER_HOURS, _("This is no list of opening hours as we write it."))
        return []


def _schedule(told: Any) -> Values:
    hours = [{name: each[name] for name in HOURS} for each in told["hours"]]
    # Files of before tell no source of hours.
    told = UNKNOWN | told
    values = {name: told[name] for name in SCHEDULE}
    return {**values, "hours": in_order_of(HOURS, hours)}

"""Records as rows of a table: one for a service and its first channel, one more for each other."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from services.exchange import columns
from services.exchange.cells import guarded
from services.exchange.records import Record, Values, in_order_of
from services.exchange.spoken_text import written_languages
from services.hours_text import HoursUnreadable, parse_hours, written_hours
from services.opening import DAY, Hours

UNKNOWN = {"source": "", "checked_on": None, "verified": False}
# The schedule the seven columns of a week stand for.
USUAL = {
    "slug": "usual",
    "priority": 0,
    "valid_from": None,
    "valid_until": None,
    "season_from": "",
    "season_until": "",
    "holidays": "closed",
}


def table(records: Iterable[Record]) -> Iterator[str]:
    """Lines of CSV (RFC 4180), its heading first, after the mark by which Excel knows UTF-8."""
    yield f"\ufeff{_line(columns.ALL)}"
    for record in records:
        for row in rows_of(record):
            yield _line([_cell(row.get(name)) for name in columns.ALL])


def rows_of(record: Record) -> list[Values]:
    """The rows of one service, values by column."""
    service = {column: record.service[name] for column, name in columns.OF_SERVICE.items()}
    organisation = {
        column: record.organisation[name] for column, name in columns.OF_ORGANISATION.items()
    }
    texts = {
        column: record.texts.get(name, {}).get(code)
        for column, (name, code) in columns.OF_TEXTS.items()
    }
    first = service | organisation | {columns.THEMES: record.themes} | texts
    channels = [_channel(record, each) for each in record.channels] or [{}]
    return [first | channels[0], *({"id": record.public_id} | each for each in channels[1:])]


def _channel(record: Record, channel: Values) -> Values:
    place = record.places[channel["place"]] if channel["place"] else {}
    week, other = _weeks(channel["schedules"])
    return {
        **{column: channel[name] for column, name in columns.OF_CHANNEL.items()},
        **{column: place.get(name) for column, name in columns.OF_PLACE.items()},
        columns.LANGUAGES: written_languages(channel["spoken"]),
        **week,
        columns.OTHER_HOURS: json.dumps(other, sort_keys=True) if other else "",
    }


def _weeks(schedules: list[Values]) -> tuple[Values, list[Values]]:
    """The usual week as people write it, and as JSON what has no such form."""
    usual = next((each for each in schedules if _is_plain(each)), None)
    if usual is None:
        return {}, schedules
    week = {columns.HOURS[day - 1]: written_hours(_on(usual, day)) for day in range(1, 8)}
    week |= {column: usual[name] for column, name in columns.OF_HOURS.items()}
    return week, [each for each in schedules if each is not usual]


def _is_plain(schedule: Values) -> bool:
    """Whether it reads back as the same from seven cells."""
    if any(schedule[name] != value for name, value in USUAL.items()) or not schedule["hours"]:
        return False
    try:
        days = [(day, _on(schedule, day)) for day in range(1, 8)]
        return all(parse_hours(written_hours(hours)) == sorted(hours) for _day, hours in days)
    except HoursUnreadable:
        return False


def _on(schedule: Values, day: int) -> list[Hours]:
    rows = in_order_of(("opens_at",), (h for h in schedule["hours"] if h["weekday"] == day))
    return [
        Hours(_minute(h["opens_at"]), _minute(h["closes_at"]) + DAY * h["closes_next_day"])
        for h in rows
    ]


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    return guarded(value) if isinstance(value, str) else repr(value)


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()

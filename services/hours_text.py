"""The hours of a day as an editor types them, and back.

"9-12:30, 13:30-17:00"; also 9u30, 9h30 and 9.30, with any dash. Hours that end before they begin
run past midnight when they end by six in the morning, and are a mistake otherwise: whoever means
the next day says so, "20:00-08:00 +1".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from services.opening import DAY, Hours, clock_of, merged

_CLOCK = r"([0-9]{1,2})(?:[:.uh]([0-9]{2})|[uh])?"
_SPAN = re.compile(rf"{_CLOCK}\s*[-–—]\s*{_CLOCK}(\s*\+\s*1)?")
# A plus stands between two spans too, as in 9-12 + 13-17.
_BETWEEN = re.compile(r"[,;]|\+(?!\s*1\s*(?:[,;+]|$))")
_LATEST_NIGHT = 6 * 60


class HoursUnreadable(ValueError):
    """`reason` is shape, clock, backwards, long or overlap; `part` is what could not be read."""

    def __init__(self, reason: str, part: str) -> None:
        super().__init__(f"{reason}: {part}")
        self.reason, self.part = reason, part


def parse_hours(text: str) -> list[Hours]:
    """The hours in their order; an empty text is a closed day. Raises HoursUnreadable."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    hours = [_span(part) for part in parts]
    for part, earlier, later in zip(parts[1:], hours, hours[1:], strict=False):
        if later.opens < earlier.closes:
            raise HoursUnreadable("overlap", part)
    return hours


def written_hours(hours: Iterable[Hours]) -> str:
    """What `parse_hours` reads as the same hours; those that overlap are made one."""
    ordered = sorted(hours)
    if any(later.opens < earlier.closes for earlier, later in pairwise(ordered)):
        ordered = merged(ordered)
    return ", ".join(map(_written, ordered))


def _written(hours: Hours) -> str:
    closes = hours.closes - DAY
    says_so = closes > 0 and (closes > _LATEST_NIGHT or closes == hours.opens)
    return f"{clock_of(hours.opens)}-{clock_of(hours.closes)}{' +1' if says_so else ''}"


def _span(part: str) -> Hours:
    match = _SPAN.fullmatch(part.lower())
    if match is None:
        raise HoursUnreadable("shape", part)
    opens, closes = _minute(match[1], match[2], part), _minute(match[3], match[4], part)
    if opens == DAY:
        raise HoursUnreadable("clock", part)
    if match[5]:
        if closes > opens:
            raise HoursUnreadable("long", part)
        closes += DAY
    elif closes <= opens:
        if closes > _LATEST_NIGHT or closes == opens:
            raise HoursUnreadable("backwards", part)
        closes += DAY
    return Hours(opens, closes)


def _minute(hours: str, minutes: str | None, part: str) -> int:
    minute = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or minute > DAY:
        raise HoursUnreadable("clock", part)
    return minute

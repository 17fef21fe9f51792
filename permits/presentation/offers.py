"""Free times as a page shows them: a few days at once, by part of day, one start a quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from permits.availability import Start
from permits.cells import CELL_MINUTES

QUARTER = 15 // CELL_MINUTES
DAYS_SHOWN = 5
NOON, EVENING = 12, 17


@dataclass(frozen=True)
class PartOfDay:
    name: str
    starts: list[Start]


@dataclass(frozen=True)
class Day:
    date: date
    parts: list[PartOfDay]

    @property
    def first(self) -> Start:
        return self.parts[0].starts[0]

    @property
    def count(self) -> int:
        return sum(len(part.starts) for part in self.parts)

    @property
    def left(self) -> str:
        """ "12 times"."""
        return ngettext("%(n)d time", "%(n)d times", self.count) % {"n": self.count}


@dataclass(frozen=True)
class Offer:
    """Some days with their times, and where the next days begin (None: nothing later)."""

    days: list[Day]
    later: date | None

    @property
    def first(self) -> Start | None:
        return self.days[0].first if self.days else None


def offer(starts: Iterable[Start], zone: str, *, every: bool = False) -> Offer:
    """The first days among `starts` (in order of time), thinned to quarters unless `every`."""
    local = ZoneInfo(zone)
    by_day = [
        (day, list(of_day))
        for day, of_day in groupby(starts, key=lambda start: start.start.astimezone(local).date())
    ]
    days = [
        Day(day, parts_of(of_day if every else thinned(of_day), local))
        for day, of_day in by_day[:DAYS_SHOWN]
    ]
    later = by_day[DAYS_SHOWN][0] if len(by_day) > DAYS_SHOWN else None
    return Offer(days, later)


def thinned(starts: Iterable[Start]) -> list[Start]:
    """The earliest start of each quarter of an hour: enough to choose from, few enough to read."""
    return [next(quarter) for _key, quarter in groupby(starts, key=lambda s: s.cell // QUARTER)]


def parts_of(starts: list[Start], zone: ZoneInfo) -> list[PartOfDay]:
    """Starts of one day (in order of time) by morning, afternoon and evening."""
    names = {0: gettext("Morning"), 1: gettext("Afternoon"), 2: gettext("Evening")}

    def part(start: Start) -> int:
        hour = start.start.astimezone(zone).hour
        return (hour >= NOON) + (hour >= EVENING)

    return [PartOfDay(names[key], list(found)) for key, found in groupby(starts, key=part)]

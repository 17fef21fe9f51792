"""Finding a time: a calendar that says how much is left, and the times of one day of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from django.utils.translation import get_language, gettext, pgettext

from permits.availability import Start
from permits.presentation.offers import NOON, Day, parts_of, thinned

# How many starts, one a quarter, are few, and how many are many.
FEW, MANY = 5, 13
# Letters that fit above a day.
_WIDEST_DAY = 4


class Part(StrEnum):
    """A part of the day somebody can come in."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    def has(self, start: Start, zone: ZoneInfo) -> bool:
        return (start.start.astimezone(zone).hour < NOON) == (self is Part.MORNING)


class Left(StrEnum):
    """How much is left of a day."""

    NONE = "none"
    FEW = "few"
    SOME = "some"
    MANY = "many"


@dataclass(frozen=True)
class Cell:
    """A day of the calendar, how many times it has left, and the address that opens it."""

    date: date
    count: int
    query: str
    is_open: bool

    @property
    def left(self) -> Left:
        if not self.count:
            return Left.NONE
        if self.count < FEW:
            return Left.FEW
        return Left.SOME if self.count < MANY else Left.MANY

    @property
    def word(self) -> str:
        """One short word; the shape beside it says the same."""
        return {
            Left.NONE: pgettext("times left on a day", "none"),
            Left.FEW: pgettext("times left on a day", "few"),
            Left.SOME: pgettext("times left on a day", "some"),
            Left.MANY: pgettext("times left on a day", "many"),
        }[self.left]


@dataclass(frozen=True)
class Month:
    """Weeks from Monday on; None where a day belongs to another month."""

    first: date
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Choice:
    """One way to narrow the times down, as a link."""

    name: str
    query: str
    current: bool


@dataclass(frozen=True)
class Finder:
    """All days from today to the horizon, and of one of them the times.

    `moved_on` says that the wished day has nothing and the next one that has is shown.
    """

    first: Start | None
    months: list[Month]
    day: Day | None
    earlier: Cell | None
    later: Cell | None
    moved_on: bool
    every: Choice
    parts: list[Choice]
    weekdays: list[tuple[str, str]]


def finder(
    starts: Sequence[Start],
    zone: str,
    days: Sequence[date],
    *,
    wished: date | None,
    part: Part | None,
    every: bool,
    address: Callable[..., str],
) -> Finder:
    """A calendar of `days` (in a row) over `starts` (in order of time).

    It is opened at `wished` or the next day that has times. `address` makes a query string: its
    keywords replace what the address says now.
    """
    local = ZoneInfo(zone)
    starts = [start for start in starts if part is None or part.has(start, local)]
    quarters = thinned(starts)
    left = Counter(_day(start, local) for start in quarters)
    opened = next((day for day in sorted(left) if wished is None or day >= wished), None)
    if opened is None and left:
        opened = max(left)
    cells = [Cell(day, left[day], address(**{"from": str(day)}), day == opened) for day in days]
    free = [cell for cell in cells if cell.count]
    shown = [s for s in (starts if every else quarters) if _day(s, local) == opened]
    return Finder(
        first=starts[0] if starts else None,
        months=_months(cells),
        day=Day(opened, parts_of(shown, local)) if opened else None,
        earlier=next((cell for cell in reversed(free) if opened and cell.date < opened), None),
        later=next((cell for cell in free if opened and cell.date > opened), None),
        moved_on=bool(wished and opened and wished != opened),
        every=Choice("", address(all="" if every else "1"), every),
        parts=_parts(part, address),
        weekdays=_weekdays(),
    )


def _parts(chosen: Part | None, address: Callable[..., str]) -> list[Choice]:
    names = {
        None: gettext("Whole day"),
        Part.MORNING: gettext("Morning"),
        Part.AFTERNOON: gettext("Afternoon"),
    }
    return [Choice(name, address(part=each or ""), each == chosen) for each, name in names.items()]


def _weekdays() -> list[tuple[str, str]]:
    """Short and full names from Monday on; letters, where the short ones are whole words."""
    locale = get_language() or "en"
    full = get_day_names("wide", "stand-alone", locale)
    short = get_day_names("short", "stand-alone", locale)
    if max(len(name) for name in short.values()) > _WIDEST_DAY:
        short = get_day_names("narrow", "stand-alone", locale)
    return [(short[n], full[n]) for n in range(7)]


def _day(start: Start, zone: ZoneInfo) -> date:
    return start.start.astimezone(zone).date()


def _months(cells: Sequence[Cell]) -> list[Month]:
    months = []
    for _key, group in groupby(cells, key=lambda cell: (cell.date.year, cell.date.month)):
        days = list(group)
        monday = days[0].date - timedelta(days[0].date.weekday())
        weeks: list[list[Cell | None]] = []
        for cell in days:
            week = (cell.date - monday).days // 7
            while len(weeks) <= week:
                weeks.append([None] * 7)
            weeks[week][cell.date.weekday()] = cell
        months.append(Month(days[0].date, weeks))
    return months

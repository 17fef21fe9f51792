"""When something is open: from weekly hours, seasons, holidays and exceptions to instants.

A `Schedule` says the hours of some days; on each day the schedule of the highest priority that
speaks of it decides alone, so that an exception replaces the usual hours and does not add to them.
Schedules of one priority that speak of the same day are read together. Hours are the clock on the
wall in the zone of the timetable; what runs past midnight belongs to the day it began on, and what
ends as the next begins is one stretch.

On the night the clock is put back, an hour that strikes twice opens the first and closes the second
time; on the night it is put forward, an hour that is left out is the instant of the change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

DAY = 24 * 60
# A service may be closed for a season; who opens less often than once a year has no hours.
HORIZON = timedelta(days=370)
WEEK = timedelta(7)
_ONE_DAY = timedelta(1)

CLOSED, OPEN, ONLY = "closed", "open", "only"


@dataclass(frozen=True, order=True)
class Hours:
    """From `opens` to `closes` in minutes since midnight; over 1440 is the next day."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY and self.opens < self.closes <= self.opens + DAY):
            raise ValueError(f"no hours: {self.opens} to {self.closes}")


def clock_of(minute: int) -> str:
    """ "09:30" for 570: the end of the day is 24:00, what lies past it the next day's clock."""
    hours, minutes = divmod(minute if minute <= DAY else minute - DAY, 60)
    return f"{hours:02}:{minutes:02}"


@dataclass(frozen=True)
class Schedule:
    """The hours by ISO weekday (1 is Monday) on the days it speaks of; a day without is closed.

    `valid_from` and `valid_until` are its first and last day. `season` repeats every year, as
    (month, day) of its first and last day, also over the new year. `holidays` says what a legal
    holiday does: closed on it (it then has no hours), open as on any weekday, or the schedule
    speaks of legal holidays only.
    """

    week: tuple[tuple[int, Hours], ...]
    priority: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    holidays: str = CLOSED

    def speaks_of(self, day: date, *, holiday: bool) -> bool:
        if self.valid_from and day < self.valid_from:
            return False
        if self.valid_until and day > self.valid_until:
            return False
        if self.season and not _in_season(day, self.season):
            return False
        return holiday or self.holidays != ONLY

    def on(self, day: date, *, holiday: bool) -> list[Hours]:
        if holiday and self.holidays == CLOSED:
            return []
        return [hours for weekday, hours in self.week if weekday == day.isoweekday()]


@dataclass(frozen=True)
class Stretch:
    """An unbroken time of being open: from `start` up to `end`, both instants in UTC."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True)
class Timetable:
    """All schedules of one channel. Without any its hours are unknown, which is not closed."""

    schedules: tuple[Schedule, ...]
    zone: ZoneInfo
    is_holiday: Callable[[date], bool]

    @property
    def known(self) -> bool:
        return bool(self.schedules)

    def hours_on(self, day: date) -> list[Hours]:
        """What the door says of `day`, the earliest first, what touches or overlaps made one."""
        holiday = self.is_holiday(day)
        speaking = [each for each in self.schedules if each.speaks_of(day, holiday=holiday)]
        highest = max((each.priority for each in speaking), default=0)
        deciding = [each for each in speaking if each.priority == highest]
        return merged(hours for each in deciding for hours in each.on(day, holiday=holiday))

    def stretches(self, start: datetime, end: datetime) -> list[Stretch]:
        """The stretches that touch the time from `start` up to `end`, whole and in order.

        One that never ends is cut a day after `end`.
        """
        return [each for each in self._laid_out(start, end) if each.end > start]

    def open_stretch(self, at: datetime) -> Stretch | None:
        """The stretch in which `at` lies; one that lasts longer than a week may be cut after it."""
        found = self.stretches(at, at + WEEK)
        return next((each for each in found if each.holds(at)), None)

    def next_opening(self, at: datetime) -> datetime | None:
        """The first instant after `at` at which it opens; None within a year: it does not."""
        return next(
            (each.start for each in self._laid_out(at, at + HORIZON) if each.start > at), None
        )

    def is_open(self, at: datetime) -> bool:
        return self.open_stretch(at) is not None

    def _laid_out(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        # From two days before: what began yesterday evening may still be open.
        first = start.astimezone(self.zone).date() - 2 * _ONE_DAY
        last = end.astimezone(self.zone).date() + _ONE_DAY
        days = (first + n * _ONE_DAY for n in range((last - first).days))
        pieces = (self._instants(day, hours) for day in days for hours in self.hours_on(day))
        for stretch in _joined(pieces):
            if stretch.start >= end:
                return
            yield stretch

    def _instants(self, day: date, hours: Hours) -> Stretch:
        return Stretch(
            self._instant(day, hours.opens, fold=0), self._instant(day, hours.closes, fold=1)
        )

    def _instant(self, day: date, minute: int, *, fold: int) -> datetime:
        midnight = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
        local = midnight.replace(tzinfo=self.zone, fold=fold)
        instant = local.astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) == midnight:
            return instant
        # The hour is left out that night: the two readings lie around the change of the clock.
        early, late = (midnight.replace(tzinfo=self.zone, fold=f).astimezone(UTC) for f in (1, 0))
        return _change_between(early, late, self.zone)


def _change_between(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    """The minute at which the offset of `zone` changes after `early`, up to `late`."""
    before = early.astimezone(zone).utcoffset()
    while early.astimezone(zone).utcoffset() == before and early < late:
        early += timedelta(minutes=1)
    return early


def _in_season(day: date, season: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    first, last = season
    today = (day.month, day.day)
    return first <= today <= last if first <= last else today >= first or today <= last


def merged(hours: Iterable[Hours]) -> list[Hours]:
    """The hours of a day in their order, what touches or overlaps made one."""
    found: list[Hours] = []
    for each in sorted(hours):
        if found and each.opens <= found[-1].closes:
            last = found.pop()
            # Hours that overlap past midnight still end within a day of their beginning.
            closes = min(max(last.closes, each.closes), last.opens + DAY)
            found.append(Hours(last.opens, closes))
        else:
            found.append(each)
    return found


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches that touch or overlap made one; they come in the order of their days."""
    open_now: Stretch | None = None
    for each in stretches:
        if each.end <= each.start:
            continue  # within the hour that is left out
        if open_now and each.start <= open_now.end:
            open_now = Stretch(open_now.start, max(open_now.end, each.end))
            continue
        if open_now:
            yield open_now
        open_now = each
    if open_now:
        yield open_now


def same_days(week: Sequence[tuple[int, Hours]]) -> list[tuple[int, int, list[Hours]]]:
    """A week as people write it: (first day, last day, hours) for days in a row that are alike."""
    by_day = [(n, sorted(h for weekday, h in week if weekday == n)) for n in range(1, 8)]
    runs = [list(run) for _key, run in groupby(by_day, key=lambda pair: pair[1])]
    return [(run[0][0], run[-1][0], run[0][1]) for run in runs]

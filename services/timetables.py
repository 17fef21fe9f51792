"""The timetable of a channel, from the rows of its schedules."""

from collections.abc import Iterable
from datetime import time
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from rotonde.region.legal_holidays import is_legal_holiday
from services import opening
from services.models import Channel, OpeningHours, Schedule


def timetable_of(channel: Channel) -> opening.Timetable:
    """When the channel is open. Read it with `told()` before: this asks the database nothing."""
    schedules = tuple(_schedule(each) for each in channel.schedules.all())
    return opening.Timetable(schedules, zone(), is_legal_holiday)


@cache
def zone() -> ZoneInfo:
    """The region has one time zone, and so have its neighbours over the border."""
    return ZoneInfo(settings.TIME_ZONE)


def minute_of(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute


def hours_of(row: OpeningHours) -> opening.Hours:
    """A row of the database as minutes of its day."""
    later = opening.DAY if row.closes_next_day else 0
    return opening.Hours(minute_of(row.opens_at), minute_of(row.closes_at) + later)


def rows_of(weekday: int, hours: Iterable[opening.Hours]) -> list[OpeningHours]:
    """Rows, not saved, for the hours of a weekday."""
    return [
        OpeningHours(
            weekday=weekday,
            opens_at=_clock(each.opens),
            closes_at=_clock(each.closes),
            closes_next_day=each.closes >= opening.DAY,
        )
        for each in hours
    ]


def _schedule(row: Schedule) -> opening.Schedule:
    return opening.Schedule(
        week=tuple((each.weekday, hours_of(each)) for each in row.hours.all()),
        priority=row.priority,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        season=(_day_of(row.season_from), _day_of(row.season_until)) if row.season_from else None,
        holidays=row.holidays,
    )


def _day_of(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _clock(minute: int) -> time:
    hours, minutes = divmod(minute % opening.DAY, 60)
    return time(hours, minutes)

"""Opening hours that contradict each other, and languages spoken when nobody is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rotonde.common.languages import CODES
from rotonde.region.legal_holidays import is_legal_holiday
from services import opening
from services.models import Channel, Schedule, SpokenLanguage
from services.opening import DAY, Timetable
from services.spoken import language_name
from services.timetables import minute_of, timetable_of
from services.truth.doubts import Doubt, edit, named

# Every season comes by within a year.
_AHEAD = 366


def contradicting_hours(*, at: datetime) -> list[Doubt]:
    """Schedules that say different things of one day, and languages spoken behind closed doors."""
    today = timezone.localdate(at)
    days = [today + timedelta(n) for n in range(_AHEAD)]
    channels = Channel.objects.filter(schedules__isnull=False).distinct()
    channels = channels.select_related("service").prefetch_related("spoken").with_hours()
    return [
        Doubt(named(channel.service), why, edit(channel))
        for channel in channels.order_by("service__slug", "position")
        for why in (*_overlaps(channel, days), *_behind_closed_doors(channel, days))
    ]


def _overlaps(channel: Channel, days: Sequence[date]) -> Iterator[str]:
    rows = list(channel.schedules.all())
    for (one, first), (two, second) in combinations(
        zip(rows, timetable_of(channel).schedules, strict=True), 2
    ):
        clash = _clash(first, second, days)
        if clash:
            told = {"one": one.slug, "two": two.slug, "day": date_format(clash)}
            yield _("“%(one)s” and “%(two)s” disagree on %(day)s") % told


def _clash(first: opening.Schedule, second: opening.Schedule, days: Sequence[date]) -> date | None:
    """The first of the days on which two schedules of one rank say different things."""
    # Most complete each other: the days of a year are only looked at where the weeks clash.
    weekdays = _clashing_weekdays(first, second) if first.priority == second.priority else set()
    if not weekdays:
        return None
    return next(
        (day for day in days if day.isoweekday() in weekdays and _both(first, second, day)), None
    )


def _clashing_weekdays(first: opening.Schedule, second: opening.Schedule) -> set[int]:
    if not first.week or not second.week:  # one of them closes the day
        return {weekday for weekday, _hours in (*first.week, *second.week)}
    return {
        weekday
        for weekday, one in first.week
        for other, two in second.week
        if weekday == other and one.opens < two.closes and two.opens < one.closes
    }


def _both(first: opening.Schedule, second: opening.Schedule, day: date) -> bool:
    """Whether both speak of the day, and neither has its hours off for a holiday."""
    holiday = is_legal_holiday(day)
    if not all(each.speaks_of(day, holiday=holiday) for each in (first, second)):
        return False
    return all(each.on(day, holiday=holiday) for each in (first, second) if each.week)


def _behind_closed_doors(channel: Channel, days: Sequence[date]) -> Iterator[str]:
    """A language nobody can hear on any such day of the year; exceptions prove nothing."""
    table = timetable_of(channel)
    usual = [each for each in table.schedules if each.priority < Schedule.Priority.EXCEPTION]
    table = Timetable(tuple(usual), table.zone, table.is_holiday)
    for row in channel.spoken.all():
        if row.weekday is None or not table.known:
            continue
        if not any(
            _doors_are_open(table, day, row) for day in days if day.isoweekday() == row.weekday
        ):
            told = {
                "language": language_name(row.language, get_language() or CODES[0]),
                "day": row.get_weekday_display(),
            }
            yield _("%(language)s on %(day)s is spoken when it is closed") % told


def _doors_are_open(table: Timetable, day: date, row: SpokenLanguage) -> bool:
    if row.starts_at is None or row.ends_at is None:
        return False
    starts, ends = minute_of(row.starts_at), minute_of(row.ends_at)
    night = (each.closes - DAY for each in table.hours_on(day - timedelta(1)))
    return any(each.opens <= starts and ends <= each.closes for each in table.hours_on(day)) or any(
        ends <= closes for closes in night
    )

"""When something is open, in the words of the reader's language.

Every sentence is one text of the catalogue: what comes after "opens" is said differently in each
language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from rotonde.common.templatetags.times import clock, weekday
from services.models import Channel
from services.opening import DAY, WEEK, Hours, Stretch, Timetable, clock_of
from services.timetables import timetable_of, zone

_SOON = timedelta(minutes=45)
# Seven sentences each: "on Tuesday" is declined, or takes another word for "on", in half the
# languages.
_ON_WEEKDAY = [
    gettext_lazy("Closed, opens on Monday at %(time)s"),
    gettext_lazy("Closed, opens on Tuesday at %(time)s"),
    gettext_lazy("Closed, opens on Wednesday at %(time)s"),
    gettext_lazy("Closed, opens on Thursday at %(time)s"),
    gettext_lazy("Closed, opens on Friday at %(time)s"),
    gettext_lazy("Closed, opens on Saturday at %(time)s"),
    gettext_lazy("Closed, opens on Sunday at %(time)s"),
]
_UNTIL_WEEKDAY = [
    gettext_lazy("Open until Monday %(time)s"),
    gettext_lazy("Open until Tuesday %(time)s"),
    gettext_lazy("Open until Wednesday %(time)s"),
    gettext_lazy("Open until Thursday %(time)s"),
    gettext_lazy("Open until Friday %(time)s"),
    gettext_lazy("Open until Saturday %(time)s"),
    gettext_lazy("Open until Sunday %(time)s"),
]


@dataclass(frozen=True)
class Opening:
    """`state` is open, closing, closed, appointment or unknown; `text` says it; `rank` sorts."""

    state: str
    text: str

    @property
    def rank(self) -> int:
        return ("open", "closing", "appointment", "closed", "unknown").index(self.state)


@dataclass(frozen=True)
class DayTold:
    """One of the days to come as its door would say it."""

    day: date
    name: str
    hours: str
    holiday: bool
    today: bool


def opening_of(channel: Channel, *, at: datetime) -> Opening:
    """Whether one can turn to a channel now, else when. Read the channel with `told()` before."""
    if entered := opening_by_entry(channel):
        return entered
    timetable = timetable_of(channel)
    if not timetable.known:
        return Opening("unknown", _("Opening hours not known"))
    return _told(timetable, at)


def opening_by_entry(channel: Channel) -> Opening | None:
    """What holds whatever the hours: nobody just walks in. None where the hours decide."""
    if channel.entry == Channel.Entry.APPOINTMENT:
        return Opening("appointment", _("By appointment only"))
    if channel.entry == Channel.Entry.REFERRAL:
        return Opening("appointment", _("Only when someone refers you"))
    return None


def opening_of_stretch(stretch: Stretch, *, at: datetime) -> Opening:
    """What the stretch says in which `at` lies or, where it is closed, the first after it."""
    if stretch.start > at:
        return Opening("closed", _closed(stretch.start, at))
    left = stretch.end - at
    if left <= _SOON:
        return Opening("closing", _("Open, closes soon: at %(time)s") % _at(stretch.end))
    return Opening("open", _open(stretch.end, left))


def best_opening(channels: Iterable[Channel], *, at: datetime) -> Opening | None:
    """The best that can be said of several channels; None where no hours are known at all.

    Where there are several ways it names the one: who is there by phone is not there at the desk.
    """
    return best_of([(opening_of(each, at=at), each) for each in channels])


def best_of(openings: Sequence[tuple[Opening, Channel]]) -> Opening | None:
    """The best of what is known of several channels, named as `best_opening` does."""
    found = sorted(openings, key=lambda pair: pair[0].rank)
    if not found or found[0][0].state == "unknown":
        return None
    best, channel = found[0]
    if len({each.kind for _opening, each in found}) == 1:
        return best
    told = {"way": channel.get_kind_display(), "opening": best.text}
    return replace(best, text=_("%(way)s: %(opening)s") % told)


def days_to_come(channel: Channel, *, at: datetime) -> list[DayTold]:
    """The hours of today and the six days after it, exceptions and holidays included."""
    timetable, today = timetable_of(channel), at.astimezone(zone()).date()
    days = (today + timedelta(n) for n in range(7))
    return [
        DayTold(
            day=day,
            name=weekday(day),
            hours=hours_told(timetable.hours_on(day)),
            holiday=timetable.is_holiday(day),
            today=day == today,
        )
        for day in days
    ]


def hours_told(hours: list[Hours]) -> str:
    """ "09:00–12:30, 13:30–17:00", or that it is closed, or open the whole day."""
    if not hours:
        return pgettext("a day without opening hours", "Closed")
    if hours == [Hours(0, DAY)]:
        return _("Open 24 hours")
    between = pgettext("between the items of a list", ", ")
    return between.join(f"{clock_of(each.opens)}–{clock_of(each.closes)}" for each in hours)


def _told(timetable: Timetable, at: datetime) -> Opening:
    stretch = timetable.open_stretch(at)
    if stretch is None:
        return Opening("closed", _closed(timetable.next_opening(at), at))
    return opening_of_stretch(stretch, at=at)


def _open(end: datetime, left: timedelta) -> str:
    if left >= WEEK:
        return _("Open day and night")
    if left <= timedelta(1):
        return _("Open until %(time)s") % _at(end)
    local = end.astimezone(zone())
    if local.time() == time():
        # Sunday 24:00 is understood at once, Monday 00:00 is not.
        return str(_UNTIL_WEEKDAY[local.weekday() - 1]) % {"time": clock_of(DAY)}
    return str(_UNTIL_WEEKDAY[local.weekday()]) % _at(end)


def _at(moment: datetime) -> dict[str, str]:
    return {"time": clock(moment)}


def _closed(opens: datetime | None, at: datetime) -> str:
    if opens is None:
        return _("Closed until further notice")
    day = opens.astimezone(zone()).date()
    days = (day - at.astimezone(zone()).date()).days
    words = _at(opens)
    if days == 0:
        return _("Closed, opens today at %(time)s") % words
    if days == 1:
        return _("Closed, opens tomorrow at %(time)s") % words
    if days < 7:
        return str(_ON_WEEKDAY[day.weekday()]) % words
    return _("Closed. Opens again: %(day)s, %(time)s") % {**words, "day": weekday(day)}

"""What a change of a visit looks at: may this day be booked, is that start free, what else is."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from permits.availability import Start
from permits.cells import cell_of
from permits.days import local_day
from permits.free_times import nearest_to
from permits.models import Center
from permits.parties import Unbookable
from permits.questions import Question, ask_again
from permits.refusals import SlotTaken
from permits.timetable import Timetable, bookable_days, read_timetable


class FirstOf(NamedTuple):
    """A wish for the earliest free start of `days` days from `first_day` on, whichever it is."""

    first_day: date
    days: int


Wish = datetime | FirstOf


def day_of(question: Question, wish: Wish, at: datetime) -> date:
    """The day to be locked for `wish`: no other day needs ever be.

    Raises SlotTaken with the nearest free starts, or a subclass of Unbookable.
    """
    if not isinstance(wish, FirstOf):
        return startable_day(question.center, wish, at)
    # Without a lock: whoever comes too late for all of these days keeps nobody waiting.
    timetable = read_timetable(question, first_day=wish.first_day, days=wish.days, at=at)
    first = timetable.first() if timetable else None
    if first is None:
        raise SlotTaken
    return local_day(question.center, first.start)


def startable_day(center: Center, start: datetime, at: datetime) -> date:
    """The day of `start`, if it may be booked at all: no other day needs ever be locked.

    Raises SlotTaken.
    """
    if abs(start - at) <= timedelta(center.horizon_days + 1):
        day = local_day(center, start)
        if bookable_days(center, day, 1, at):
            return day
    raise SlotTaken


def look_again(
    question: Question, wish: Wish, day: date, at: datetime, exclude_visit: int | None = None
) -> tuple[Timetable, Start]:
    """The locked `day` as it is now, without that visit, and the offer that meets the wish.

    Raises SlotTaken, or a subclass of Unbookable.
    """
    # Whoever changes staff or procedures locks the day too (permits.rostering): who may act, and
    # in which order, is asked anew, for it may have changed since the question was put.
    timetable = read_timetable(
        ask_again(question), first_day=day, days=1, at=at, exclude_visit=exclude_visit
    )
    offer = _offer(timetable, wish) if timetable else None
    if timetable is None or offer is None:
        raise SlotTaken
    return timetable, offer


def _offer(timetable: Timetable, wish: Wish) -> Start | None:
    if isinstance(wish, FirstOf):
        return timetable.first()
    try:
        return timetable.start_at(cell_of(wish))
    except ValueError:  # off the five-minute grid
        return None


def others_near(
    question: Question, wish: Wish, at: datetime, exclude_visit: int | None = None
) -> list[Start]:
    """Free starts close to what was wished, for a party that was refused it."""
    latest = at + timedelta(question.center.horizon_days)
    start = _end_of(wish, question) if isinstance(wish, FirstOf) else wish
    try:
        return nearest_to(
            question, start=min(max(start, at), latest), at=at, exclude_visit=exclude_visit
        )
    except Unbookable:
        return []


def _end_of(wish: FirstOf, question: Question) -> datetime:
    """When the last of the days is over: who wanted the earliest of them wants the next."""
    last = min(wish.first_day, date.max - timedelta(wish.days + 1)) + timedelta(wish.days)
    return datetime.combine(last, time.min, tzinfo=question.zone)

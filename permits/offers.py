"""What a change of a visit looks at: may this day be booked, is that start free, what else is."""

from datetime import date, datetime, timedelta

from permits.availability import Start
from permits.cells import cell_of
from permits.days import local_day
from permits.models import Center
from permits.parties import Unbookable
from permits.refusals import SlotTaken
from permits.timetable import (
    Question,
    Timetable,
    ask_again,
    bookable_days,
    nearest_to,
    read_timetable,
)


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
    question: Question, start: datetime, day: date, at: datetime, exclude_visit: int | None = None
) -> tuple[Timetable, Start]:
    """The locked `day` as it is now, without that visit, and the offer that begins at `start`.

    Raises SlotTaken, or a subclass of Unbookable.
    """
    # Whoever changes staff or procedures locks the day too (permits.rostering): who may act, and
    # in which order, is asked anew, for it may have changed since the question was put.
    timetable = read_timetable(
        ask_again(question), first_day=day, days=1, at=at, exclude_visit=exclude_visit
    )
    try:
        offer = timetable.start_at(cell_of(start)) if timetable else None
    except ValueError:  # off the five-minute grid
        offer = None
    if timetable is None or offer is None:
        raise SlotTaken
    return timetable, offer


def others_near(
    question: Question, start: datetime, at: datetime, exclude_visit: int | None = None
) -> list[Start]:
    """Free starts close to `start` for a party whose wish was refused."""
    latest = at + timedelta(question.center.horizon_days)
    try:
        return nearest_to(
            question, start=min(max(start, at), latest), at=at, exclude_visit=exclude_visit
        )
    except Unbookable:
        return []

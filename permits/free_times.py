"""The free times for a party at a center, all of some days or those near a wish; nothing locks."""

from datetime import date, datetime, timedelta

from permits.availability import Start
from permits.models import Center, Visit
from permits.parties import Party, Unbookable
from permits.questions import Question, ask, party_of
from permits.timetable import FreeTimes, read_timetable
from rotonde.region.models import Municipality

# How far from the wished time a refused party is shown others, before the whole horizon is.
NEARBY_DAYS = 3
MOST_ALTERNATIVES = 6


def free_starts(
    center: Center,
    party: Party,
    *,
    municipality: Municipality | None = None,
    first_day: date,
    days: int,
    at: datetime,
    by_staff: bool = False,
) -> FreeTimes:
    """All starts for `party` on `days` days from `first_day` on, as far as they may be booked.

    `municipality` is where the party lives, by default the center's own; staff book without
    lead. Raises a subclass of Unbookable where no empty calendar would help.
    """
    question = ask(center, party, municipality, by_staff=by_staff)
    found = read_timetable(question, first_day=first_day, days=days, at=at)
    return found.free_times() if found else FreeTimes("none", [])


def nearest(
    center: Center,
    party: Party,
    *,
    municipality: Municipality | None = None,
    start: datetime,
    at: datetime,
    limit: int = MOST_ALTERNATIVES,
    exclude_visit: int | None = None,
) -> list[Start]:
    """The free starts closest to `start`, in order of time; far ones only where none is near.

    Raises a subclass of Unbookable where no empty calendar would help.
    """
    question = ask(center, party, municipality)
    return nearest_to(question, start=start, at=at, limit=limit, exclude_visit=exclude_visit)


def nearest_instead(visit: Visit, *, at: datetime) -> list[Start]:
    """What is free nearest to the time a visit no longer keeps; nothing where nobody could help."""
    try:
        return nearest(
            visit.center,
            party_of(visit),
            municipality=visit.municipality,
            start=max(visit.starts_at, at),
            at=at,
        )
    except Unbookable:
        return []


def nearest_to(
    question: Question,
    *,
    start: datetime,
    at: datetime,
    limit: int = MOST_ALTERNATIVES,
    exclude_visit: int | None = None,
) -> list[Start]:
    """The free starts closest to `start`, in order of time; far ones only where none is near.

    Raises NobodyIsSkilled or PartyTooLong.
    """
    day, today = start.astimezone(question.zone).date(), at.astimezone(question.zone).date()
    for first_day, days in (days_around(day), (today, question.center.horizon_days + 1)):
        found = read_timetable(
            question, first_day=first_day, days=days, at=at, exclude_visit=exclude_visit
        )
        if found and (starts := found.nearest(start, limit)):
            return starts
    return []


def days_around(day: date) -> tuple[date, int]:
    """The days (first, number) among which an alternative to a time on `day` is near."""
    return day - timedelta(NEARBY_DAYS), 2 * NEARBY_DAYS + 1

"""Choosing a time: what one center has free for a party, and what to know before choosing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from permits.availability import Start
from permits.eligibility.rulebook import Outcome
from permits.models import Center, Fee, Visit
from permits.parties import NobodySpeaks, Party, PartyTooLong, Unbookable
from permits.presentation.charges import charges
from permits.presentation.checklist import Bundle, checklist
from permits.presentation.finder import Finder, Part, finder
from permits.presentation.itinerary import Itinerary, itinerary
from permits.presentation.offers import Offer, offer
from permits.presentation.people import labels
from permits.presentation.refusals import why
from permits.questions import Question, ask
from permits.shortages import NoGap, TooShort, shortage_of
from permits.timetable import Timetable, bookable_days, midnight, read_timetable
from rotonde.region.models import Municipality

# What fewer people at once may be spared.
BETTER_IN_TWO = (PartyTooLong, TooShort, NoGap)


@dataclass(frozen=True)
class Choosing:
    """An offer, one visit of it told stop by stop, and why there is none where there is none."""

    center: Center
    offer: Offer
    finder: Finder
    example: Itinerary | None
    bundles: list[Bundle]
    fees: list[Fee]
    languages: tuple[str, ...] = ()
    refusal: str = ""
    may_split: bool = False


def choosing(
    party: Party,
    *,
    center: Center,
    municipality: Municipality,
    first_day: date | None,
    every: bool,
    at: datetime,
    part: Part | None = None,
    address: Callable[..., str] = lambda **_changes: "",
    moving: Visit | None = None,
    outcome: Outcome | None = None,
) -> Choosing:
    """What `center` has free for `party` over its whole horizon, opened from `first_day` on.

    The time of a visit that is `moving` counts as free; `address` makes the query string of
    another look at the same (permits.presentation.finder). An `outcome` of the wizard says which
    papers and fees apply.
    """
    today = at.astimezone(ZoneInfo(center.time_zone)).date()
    days = bookable_days(center, today, center.horizon_days + 1, at)
    day = min(max(first_day or today, today), days[-1])
    names = labels(person.kind for person in party.people)
    starts, languages, shortage = _starts(
        partial(ask, center, party, municipality),
        partial(
            read_timetable,
            first_day=today,
            days=len(days),
            at=at,
            exclude_visit=moving.pk if moving else None,
        ),
    )
    later = [start for start in starts if start.cell >= midnight(day, ZoneInfo(center.time_zone))]
    found = offer(later, center.time_zone, every=every)
    return Choosing(
        center=center,
        offer=found,
        finder=finder(
            starts,
            center.time_zone,
            days,
            wished=day if first_day else None,
            part=part,
            every=every,
            address=address,
        ),
        example=_example(found.first, names),
        bundles=checklist(party, names, outcome),
        fees=charges(party, municipality, day, outcome),
        languages=languages,
        refusal=why(shortage) if shortage else "",
        may_split=len(party.people) > 1 and isinstance(shortage, BETTER_IN_TWO),
    )


def _starts(
    asked: Callable[[], Question], read: Callable[[Question], Timetable | None]
) -> tuple[list[Start], tuple[str, ...], Exception | None]:
    """The free starts, the languages to choose from, and why there is no start."""
    languages: tuple[str, ...] = ()
    try:
        question = asked()
        languages = question.languages
        timetable = read(question)
    except NobodySpeaks as error:
        return [], error.languages, error
    except Unbookable as error:
        return [], languages, error
    starts = timetable.free_times().starts if timetable else []
    return starts, languages, None if starts else shortage_of(question, timetable)


def _example(start: Start | None, names: list[str]) -> Itinerary | None:
    if start is None:
        return None
    return itinerary(door=start.start, end=start.end, steps=start.steps, names=names)

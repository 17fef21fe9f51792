"""Why an existing calendar has nothing for a party: computed only where nothing was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from permits.availability import Desk
from permits.cells import CELL_MINUTES
from permits.questions import Question
from permits.timetable import Timetable


@dataclass(frozen=True)
class Stretch:
    """What a party needs in one go at an agency, and the longest that is left there (minutes)."""

    agency: str
    needed: int
    longest: int


class Shortage(Exception):
    """Nothing is free for this party in the days that may be booked."""


class NotYet(Shortage):
    """A procedure that is not on offer in these days; `since` is when it will be, if known."""

    def __init__(self, code: str, since: date | None) -> None:
        super().__init__(code)
        self.code = code
        self.since = since


class NoHours(Shortage):
    """No officer who could take the party works on any of these days."""


class AllTaken(Shortage):
    """The desks work, and not one of their minutes is left at one of the agencies."""


class TooShort(Shortage):
    """At `stretch.agency` no free stretch is as long as `people` people need."""

    def __init__(self, people: int, stretch: Stretch) -> None:
        super().__init__(f"{stretch.needed} minutes needed, {stretch.longest} free")
        self.people = people
        self.stretch = stretch


class NoGap(Shortage):
    """Each agency has time, but nowhere one right after the other."""


def shortage_of(question: Question, timetable: Timetable | None) -> Shortage:
    """Why `timetable`, which offers nothing, offers nothing."""
    if timetable is None or not timetable.stretches:
        return _not_yet(question) or NoHours()
    ways, _allowed = timetable.stretches[0]
    since = min(allowed & -allowed for _ways, allowed in timetable.stretches).bit_length() - 1
    stretches = [
        Stretch(
            block.agency,
            block.cells * CELL_MINUTES,
            _longest([d for d in timetable.desks if d.can_do(block)], since) * CELL_MINUTES,
        )
        for block in ways[0].blocks
    ]
    if any(not _works(timetable.desks, stretch.agency) for stretch in stretches):
        return NoHours()
    if any(not stretch.longest for stretch in stretches):
        return AllTaken()
    tight = [stretch for stretch in stretches if stretch.longest < stretch.needed]
    if tight:
        return TooShort(len(question.party.people), tight[0])
    return NoGap() if len(stretches) > 1 else AllTaken()


def _not_yet(question: Question) -> NotYet | None:
    """The procedure that begins last, where one has no duration today."""
    begins = {
        code: timings[0][0]
        for code, timings in question.catalogue.timings.items()
        if timings[0][0] != date.min
    }
    code = max(begins, key=lambda each: begins[each], default=None)
    return NotYet(code, begins[code]) if code else None


def _works(desks: Sequence[Desk], agency: str) -> bool:
    return any(desk.longest_shift for desk in desks if desk.agency == agency)


def _longest(desks: Sequence[Desk], since: int) -> int:
    """The longest run of free cells at any of these desks, from bit `since` on."""
    return max((_run(lane >> since) for desk in desks for lane in desk.free), default=0)


def _run(free: int) -> int:
    length = 0
    while free:
        free &= free >> 1
        length += 1
    return length

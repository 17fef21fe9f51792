"""Who is where when: reception, then each desk, person by person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from permits.availability import PlannedStep
from permits.cells import CELL_MINUTES
from permits.models import Procedure
from permits.models.centers import AgencyKind
from permits.presentation.lengths import duration

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stop:
    """One person at one desk (`person` empty: everybody), for one procedure (None: reception)."""

    start: datetime
    end: datetime
    person: str
    agency: str
    procedure: Procedure | None

    @property
    def minutes(self) -> int:
        return int((self.end - self.start) / MINUTE)

    @property
    def at_the_city(self) -> bool:
        return self.agency == AgencyKind.MUNICIPAL


class What(StrEnum):
    """What somebody does for a while; each has a colour, a pattern and a word."""

    RECEPTION = "reception"
    CITY = "city"
    FEDERAL = "federal"
    WAIT = "wait"
    DONE = "done"


@dataclass(frozen=True)
class Leg:
    """A while of one person; `at` counts the minutes from the door."""

    what: What
    start: datetime
    end: datetime
    at: int
    procedure: Procedure | None = None

    @property
    def minutes(self) -> int:
        return int((self.end - self.start) / MINUTE)

    @property
    def until(self) -> int:
        return self.at + self.minutes

    @property
    def span(self) -> int:
        """Columns of the lanes: cells of five minutes."""
        return self.minutes // CELL_MINUTES


@dataclass(frozen=True)
class Way:
    """One person from the door to the end of the visit, leg by leg without a hole."""

    name: str
    legs: list[Leg]

    @property
    def told(self) -> list[Leg]:
        """The legs worth a line: what comes after the last desk is not."""
        return [leg for leg in self.legs if leg.what != What.DONE]

    @property
    def waits(self) -> int:
        """Minutes without anybody in front of them, between reception and their last desk."""
        return sum(leg.minutes for leg in self.legs if leg.what == What.WAIT)

    @property
    def wait_length(self) -> str:
        return duration(self.waits)

    @property
    def done(self) -> datetime:
        return self.told[-1].end

    @property
    def done_after(self) -> int:
        return self.told[-1].until


@dataclass(frozen=True)
class Itinerary:
    """`ways` tells the same as `stops`, person by person."""

    stops: list[Stop]
    start: datetime
    end: datetime
    ways: list[Way] = field(default_factory=list)

    @property
    def marks(self) -> list[tuple[datetime, int, int]]:
        """Quarters from the door on: when, how many minutes after it, how many cells wide."""
        return [
            (self.start + n * MINUTE, n, min(15, self.minutes - n) // CELL_MINUTES)
            for n in range(0, self.minutes, 15)
        ]

    @property
    def minutes(self) -> int:
        """Door to door."""
        return int((self.end - self.start) / MINUTE)

    @property
    def length(self) -> str:
        """ "1 hour and 10 minutes"."""
        return duration(self.minutes)

    @property
    def within_the_hour(self) -> bool:
        return self.minutes <= 60


def itinerary(
    *, door: datetime, end: datetime, steps: Iterable[PlannedStep], names: Sequence[str]
) -> Itinerary:
    """The stops of a visit from the door on; `names` of the persons in the order of the party."""
    planned = sorted(steps, key=lambda step: (step.start, step.person))
    procedures = {
        procedure.slug: procedure
        for procedure in Procedure.objects.filter(slug__in={step.procedure for step in planned})
    }
    alone = len(names) == 1
    desks = [
        Stop(
            start=step.start,
            end=step.end,
            person="" if alone else names[step.person],
            agency=step.agency,
            procedure=procedures[step.procedure],
        )
        for step in planned
    ]
    first = desks[0].start if desks else end
    ways = [
        _way(name, [s for s in planned if s.person == number], procedures, (door, first, end))
        for number, name in enumerate(names)
    ]
    return Itinerary([Stop(door, first, "", "", None), *desks], door, end, ways)


def _way(
    name: str,
    steps: Sequence[PlannedStep],
    procedures: Mapping[str, Procedure],
    frame: tuple[datetime, datetime, datetime],
) -> Way:
    """The legs of one person; `frame` is the door, the end of the reception, and the end."""
    door, received, end = frame
    legs: list[Leg] = []

    def add(what: What, until: datetime, procedure: Procedure | None = None) -> None:
        start = legs[-1].end if legs else door
        if until > start:
            legs.append(Leg(what, start, until, int((start - door) / MINUTE), procedure))

    add(What.RECEPTION, received)
    for step in steps:
        add(What.WAIT, step.start)
        city = step.agency == AgencyKind.MUNICIPAL
        add(What.CITY if city else What.FEDERAL, step.end, procedures[step.procedure])
    add(What.DONE, end)
    return Way(name, legs)

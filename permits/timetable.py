"""What is free at a center: reads that never lock, three queries whatever the days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import groupby, islice
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import connection

from permits.arrangements import Arrangement, arrangements
from permits.availability import Desk, PlannedStep, Start, choose_officers, find_starts
from permits.bitmaps import outward, positions, span
from permits.cells import CELL_MINUTES, CELL_SECONDS, cell_of, cells_in
from permits.desks import read_desks
from permits.models import Center, Visit
from permits.parties import (
    Act,
    Duration,
    NobodyIsSkilled,
    Party,
    PartyTooLong,
    tasks_of,
)
from permits.questions import Question


@dataclass(frozen=True)
class FreeTimes:
    """The starts on offer in order of time; `version` changes when and only when they do."""

    version: str
    starts: list[Start]


@dataclass(frozen=True)
class Timetable:
    """Officers' free time and a party's ways through it; bit 0 is cell `base`.

    `stretches` are days in a row with the same durations: the ways, and the bits at which their
    first step may begin.
    """

    base: int
    reception: int
    desks: Sequence[Desk]
    stretches: Sequence[tuple[Sequence[Arrangement], int]]

    def found(self) -> Iterator[tuple[Arrangement, int]]:
        for ways, allowed in self.stretches:
            yield from find_starts(self.desks, ways, allowed)

    def free_times(self) -> FreeTimes:
        digest = blake2b(repr((self.base, self.reception)).encode(), digest_size=12)
        starts = []
        for way, bits in self.found():
            placed = [(p.offset, p.task.person, p.task.act.code, p.task.cells) for p in way.placed]
            digest.update(f"{placed} {bits:x}".encode())
            starts += [self._start(way, bit) for bit in positions(bits)]
        starts.sort(key=itemgetter(0))  # the cell
        return FreeTimes(digest.hexdigest(), starts)

    def first(self) -> Start | None:
        """The earliest start on offer, if there is any."""
        lowest = [((bits & -bits).bit_length() - 1, way) for way, bits in self.found() if bits]
        if not lowest:
            return None
        bit, way = min(lowest, key=itemgetter(0))
        return self._start(way, bit)

    def nearest(self, start: datetime, limit: int) -> list[Start]:
        """The `limit` starts closest to `start`, in order of time."""
        wished = int(start.timestamp()) // CELL_SECONDS + self.reception - self.base
        near = (
            (bit, way) for way, bits in self.found() for bit in islice(outward(bits, wished), limit)
        )
        closest = nsmallest(limit, near, key=lambda each: (abs(each[0] - wished), each[0]))
        return [self._start(way, bit) for bit, way in sorted(closest, key=lambda each: each[0])]

    def start_at(self, cell: int) -> Start | None:
        """The start on offer whose door is `cell`, if there is one."""
        bit = cell + self.reception - self.base
        for way, bits in self.found():
            if bit >= 0 and bits >> bit & 1:
                return self._start(way, bit)
        return None

    def officers_for(self, start: Start) -> Mapping[str, int]:
        """Which officer (id) of each kind of agency takes the visit that begins at `start`."""
        chosen = choose_officers(
            self.desks, start.arrangement, start.cell + start.reception - self.base
        )
        if chosen is None:
            raise LookupError("a start on offer has no officers")
        return chosen

    def _start(self, way: Arrangement, bit: int) -> Start:
        return Start(self.base + bit - self.reception, self.reception, way)


def read_timetable(
    question: Question,
    *,
    first_day: date,
    days: int,
    at: datetime,
    exclude_visit: int | None = None,
) -> Timetable | None:
    """The timetable of those of these days that may be booked at `at`; None where none may.

    One query. Raises NobodyIsSkilled or PartyTooLong.
    """
    range_of_days = bookable_days(question.center, first_day, days, at)
    if not range_of_days:
        return None
    cells = cells_of(question.center, range_of_days)
    desks = read_desks(
        question.staff,
        (range_of_days[0], range_of_days[-1]),
        cells,
        at=at,
        exclude_visit=exclude_visit,
        behind_embargo=question.behind_embargo,
    )
    return timetable_of(question, range_of_days, desks, earliest=at + question.lead)


def cells_of(center: Center, range_of_days: Sequence[date]) -> tuple[int, int]:
    """The cells (first, end) of days in a row; room for a reception before the first shift."""
    zone = ZoneInfo(center.time_zone)
    base = midnight(range_of_days[0], zone) - cells_in(center.reception_minutes)
    return base, midnight(range_of_days[-1] + timedelta(1), zone)


def timetable_of(
    question: Question, range_of_days: Sequence[date], desks: Sequence[Desk], *, earliest: datetime
) -> Timetable:
    """The timetable of days in a row over `desks`, whose bit 0 is that of `cells_of`.

    No door opens before `earliest`. Raises NobodyIsSkilled or PartyTooLong.
    """
    zone, reception = question.zone, question.reception
    base, _end = cells_of(question.center, range_of_days)
    first_door = -int(-earliest.timestamp() // CELL_SECONDS)
    stretches = []
    for ways, since, until in _stretches(question, range_of_days):
        _check_desks(desks, ways)
        doors = max(midnight(since, zone), first_door), midnight(until + timedelta(1), zone)
        if doors[0] < doors[1]:
            allowed = span(doors[0] + reception - base, doors[1] - doors[0])
            stretches.append((ways, allowed))
    return Timetable(base, reception, desks, stretches)


def bookable_days(center: Center, first_day: date, days: int, at: datetime) -> list[date]:
    """Those of `days` days from `first_day` on that lie between today and the horizon."""
    today = at.astimezone(ZoneInfo(center.time_zone)).date()
    first = max(first_day, today)
    last = today + timedelta(center.horizon_days)
    if (last - first_day).days >= days:
        last = first_day + timedelta(max(days, 0) - 1)
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def midnight(day: date, zone: ZoneInfo) -> int:
    """The cell at which `day` begins in `zone`."""
    return cell_of(datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC))


def _stretches(
    question: Question, days: Sequence[date]
) -> Iterator[tuple[list[Arrangement], date, date]]:
    """Days in a row with the same durations, and the arrangements these allow."""
    for durations, group in groupby(days, key=question.catalogue.durations_on):
        if durations is not None:
            same = list(group)
            ways = _ways(
                question.party,
                tuple(question.catalogue.acts.values()),
                tuple(durations.items()),
                question.reception,
            )
            yield ways, same[0], same[-1]


@lru_cache(maxsize=1_000)
def _ways(
    party: Party, acts: Sequence[Act], durations: Sequence[tuple[str, Duration]], reception: int
) -> list[Arrangement]:
    """The arrangements of a party: they follow from these values alone, so they are kept."""
    tasks = tasks_of(party, {act.code: act for act in acts}, dict(durations))
    return arrangements(tasks, reception=reception)


def _check_desks(desks: Sequence[Desk], ways: Sequence[Arrangement]) -> None:
    """Raise NobodyIsSkilled or PartyTooLong where no officer could ever take a block."""
    for block in ways[0].blocks:
        able = [desk for desk in desks if desk.can_do(block)]
        if not able:
            codes = {p.task.act.code for p in ways[0].placed if p.task.act.agency == block.agency}
            raise NobodyIsSkilled(block.agency, sorted(codes))
        longest = max(desk.longest_shift for desk in able)
        if 0 < longest < block.cells:
            raise PartyTooLong(block.cells * CELL_MINUTES, longest * CELL_MINUTES)


_STEPS = """
    SELECT person.position, agency.kind, procedure.slug, procedure.id,
        step.first_cell, step.cell_count
    FROM permits_step AS step
    JOIN permits_attendee AS person ON person.id = step.attendee_id
    JOIN permits_officer AS officer ON officer.id = step.officer_id
    JOIN permits_agency AS agency ON agency.id = officer.agency_id
    JOIN permits_procedure AS procedure ON procedure.id = step.procedure_id
    WHERE step.visit_id = %s
    ORDER BY step.first_cell, person.position
"""


def planned_steps(visit: Visit) -> list[PlannedStep]:
    """The steps of a visit in the shape in which they were offered; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STEPS, [visit.pk])
        return [PlannedStep(*row) for row in cursor.fetchall()]

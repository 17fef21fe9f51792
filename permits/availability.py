"""Finds the times at which a whole party can be seen, at one desk or at two in a row.

An arrangement (permits.arrangements) says which officers' time a visit needs and when; a desk
says when an officer is free. No block crosses a lunch or a closing time, because a desk's free
time never does. All times are cells (permits.cells) or bits of a bitmap (permits.bitmaps).
No Django here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from permits.arrangements import Arrangement, Block
from permits.bitmaps import runs, stretch
from permits.cells import instant_of


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One person at one officer's desk for one procedure; `person` counts from 0."""

    person: int
    agency: str
    procedure: str
    procedure_id: int
    first_cell: int
    cell_count: int

    @property
    def start(self) -> datetime:
        return instant_of(self.first_cell)

    @property
    def end(self) -> datetime:
        return instant_of(self.first_cell + self.cell_count)


class Start(NamedTuple):
    """A time on offer. `cell` is the door; the first step begins `reception` cells later."""

    cell: int
    reception: int
    arrangement: Arrangement

    @property
    def end_cell(self) -> int:
        return self.cell + self.reception + self.arrangement.cells

    @property
    def start(self) -> datetime:
        return instant_of(self.cell)

    @property
    def end(self) -> datetime:
        return instant_of(self.end_cell)

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        first = self.cell + self.reception
        return tuple(
            PlannedStep(
                placed.task.person,
                placed.task.act.agency,
                placed.task.act.code,
                placed.task.act.id,
                first + placed.offset,
                placed.task.cells,
            )
            for placed in self.arrangement.placed
        )


@dataclass(frozen=True)
class Desk:
    """An officer as availability sees one: agency, skills, free time in two lanes.

    `longest_shift` (cells) tells a party that is too long for anybody from one that is too late.
    """

    officer: int
    agency: str
    skills: frozenset[int]
    free: tuple[int, ...]
    longest_shift: int = 0

    def can_do(self, block: Block) -> bool:
        return self.agency == block.agency and block.procedures <= self.skills


def find_starts(
    desks: Sequence[Desk], ways: Iterable[Arrangement], allowed: int
) -> Iterator[tuple[Arrangement, int]]:
    """For each arrangement the bits at which its first step may begin, as one bitmap.

    A start that two arrangements could serve goes to the better one, so no bit comes twice.
    """
    known: dict[tuple[str, frozenset[int], int], int] = {}
    for way in ways:
        bits = reduce(and_, (_begins(desks, block, known) >> block.offset for block in way.blocks))
        yield way, bits & allowed
        allowed &= ~bits


def choose_officers(
    desks: Sequence[Desk], arrangement: Arrangement, bit: int
) -> Mapping[str, int] | None:
    """One officer per agency for a visit whose first step is `bit`; None where nobody is free.

    The officer whose free stretch is the shortest takes the block, which leaves the least
    fragmentation; of equals the one with the lowest id.
    """
    chosen = {}
    for block in arrangement.blocks:
        begin = bit + block.offset
        fitting = [
            (stretch(lane, begin), desk.officer)
            for desk in desks
            if desk.can_do(block)
            for lane in desk.free
            if runs(lane >> begin, block.cells) & 1
        ]
        if not fitting:
            return None
        chosen[block.agency] = min(fitting)[1]
    return chosen


def _begins(
    desks: Sequence[Desk], block: Block, known: dict[tuple[str, frozenset[int], int], int]
) -> int:
    key = (block.agency, block.procedures, block.cells)
    if key not in known:
        free = (lane for desk in desks if desk.can_do(block) for lane in desk.free)
        known[key] = reduce(or_, (runs(lane, block.cells) for lane in free), 0)
    return known[key]

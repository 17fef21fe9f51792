"""Lays out a visit: who is at which desk when, counted from the first step.

A visit is one block of work at one agency, or two blocks at two. A block is one officer without a
break: a party is never split over officers of one agency. In a visit of two blocks the party is
pipelined: person i moves on to the second desk while person i+1 starts at the first, and the
second desk, once begun, never idles. All times are cells (permits.cells).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from permits.cells import CELL_MINUTES
from permits.parties import ContradictoryOrder, Task

GAPS = (0, 1, 2)
# The promise to one person: door to door within the hour.
HOUR = 60 // CELL_MINUTES


@dataclass(frozen=True)
class Block:
    """What one officer does in one go: `offset` cells after the first step, for `cells` cells."""

    agency: str
    procedures: frozenset[int]
    offset: int
    cells: int


@dataclass(frozen=True)
class PlacedTask:
    """A task, `offset` cells after the visit's first step."""

    task: Task
    offset: int


@dataclass(frozen=True)
class Arrangement:
    """One way through a visit: its blocks in time, its steps, its length without reception."""

    blocks: tuple[Block, ...]
    placed: tuple[PlacedTask, ...]
    cells: int
    gap: int = 0


def arrangements(tasks: Sequence[Task], *, reception: int) -> list[Arrangement]:
    """All ways through the visit, the best first: the smallest gap, then the usual order.

    Two agencies come in a fixed order where a procedure of one follows one of the other, else in
    either. A single person gets no gap that would break the hour, unless the visit is longer
    than an hour even without one. Raises ContradictoryOrder.
    """
    agencies = sorted({task.act.agency for task in tasks}, key=lambda name: _usual(name, tasks))
    if len(agencies) == 1:
        return [_one_block(tasks)]
    alone = len({task.person for task in tasks}) == 1
    found = []
    for first in _first_agencies(agencies, tasks):
        ways = [_two_blocks(first, tasks, gap) for gap in GAPS]
        within_the_hour = reception + ways[0].cells <= HOUR
        found += [
            way for way in ways if not (alone and within_the_hour) or reception + way.cells <= HOUR
        ]
    return sorted(found, key=lambda way: way.gap)


def _usual(agency: str, tasks: Sequence[Task]) -> tuple[int, str]:
    return min(task.act.position for task in tasks if task.act.agency == agency), agency


def _first_agencies(agencies: Sequence[str], tasks: Sequence[Task]) -> list[str]:
    """Which of two agencies may come first, the usual one leading."""
    agency_of = {task.act.id: task.act.agency for task in tasks}
    second = {
        task.act.agency
        for task in tasks
        for earlier in task.act.follows
        if agency_of.get(earlier, task.act.agency) != task.act.agency
    }
    first = [agency for agency in agencies if agency not in second]
    if not first:
        raise ContradictoryOrder
    return first


def _one_block(tasks: Sequence[Task]) -> Arrangement:
    placed = _one_after_another(tasks, 0)
    cells = sum(task.cells for task in tasks)
    return Arrangement((_block(tasks, 0, cells),), tuple(placed), cells)


def _two_blocks(first: str, tasks: Sequence[Task], gap: int) -> Arrangement:
    people = sorted({task.person for task in tasks})
    at_first = {p: _cells(tasks, p, first) for p in people}
    at_second = {p: _cells(tasks, p, None) - at_first[p] for p in people}
    order = johnson(people, at_first, at_second)
    late = lag([at_first[p] for p in order], [at_second[p] for p in order]) + gap
    queue = [task for p in order for task in tasks if task.person == p]
    ahead = [task for task in queue if task.act.agency == first]
    behind = [task for task in queue if task.act.agency != first]
    one, two = sum(at_first.values()), sum(at_second.values())
    placed = _one_after_another(ahead, 0) + _one_after_another(behind, late)
    placed.sort(key=lambda each: (each.offset, each.task.person))
    blocks = (_block(ahead, 0, one), _block(behind, late, two))
    return Arrangement(blocks, tuple(placed), max(one, late + two), gap)


def lag(first: Sequence[int], second: Sequence[int]) -> int:
    """How many cells the second desk starts after the first, so that it never idles.

    `first` and `second` are what each person takes there, in the order they are seen: nobody may
    begin at the second desk before having left the first.
    """
    left_first = accumulate(first)
    begins_second = accumulate(second, initial=0)
    late = (a - b for a, b, takes in zip(left_first, begins_second, second, strict=False) if takes)
    return max(0, max(late, default=0))


def johnson(
    people: Sequence[int], first: Mapping[int, int], second: Mapping[int, int]
) -> list[int]:
    """Johnson's rule: the order in which two desks in a row are done soonest; ties keep order.

    Those who are quicker at the first desk lead, quickest first; the others follow, those who
    take longest at the second desk first.
    """
    lead = sorted((p for p in people if first[p] < second[p]), key=lambda p: first[p])
    trail = sorted((p for p in people if first[p] >= second[p]), key=lambda p: -second[p])
    return lead + trail


def _cells(tasks: Sequence[Task], person: int, agency: str | None) -> int:
    return sum(
        task.cells
        for task in tasks
        if task.person == person and (agency is None or task.act.agency == agency)
    )


def _block(tasks: Sequence[Task], offset: int, cells: int) -> Block:
    procedures = frozenset(task.act.id for task in tasks)
    return Block(tasks[0].act.agency, procedures, offset, cells)


def _one_after_another(tasks: Sequence[Task], offset: int) -> list[PlacedTask]:
    ends = accumulate((task.cells for task in tasks), initial=offset)
    return [PlacedTask(task, begin) for task, begin in zip(tasks, ends, strict=False)]

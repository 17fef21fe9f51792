"""The board as a table: a row per cell, a column per officer, blocks that span their cells.

Plain arithmetic on cells, so that the server draws the whole day without a line of style or script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from permits.cells import instant_of
from permits.desk.board import Board, Lane
from permits.desk.standing import Block

# Free stretches are cut at every half hour, so that the eye finds the time.
HALF_HOUR = 6


class Ground(StrEnum):
    """What a stretch without a visitor is."""

    FREE = "free"
    OFF = "off"
    BREAK = "break"


@dataclass(frozen=True)
class Piece:
    """A stretch of one column: a block, or ground between blocks."""

    first_cell: int
    cell_count: int
    ground: Ground | None = None
    block: Block | None = None
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One cell of the day: the time where a half hour begins, and the pieces that begin here."""

    cell: int
    hour: datetime | None
    span: int
    pieces: list[Piece]


@dataclass(frozen=True)
class Grid:
    """`first` is the first cell; `now` lies that many cells below the top, None on other days."""

    first: int
    cells: int
    rows: list[Row]
    now: float | None

    @property
    def now_cell(self) -> int | None:
        """The cell of the half hour it is, to be marked where no line is drawn."""
        if self.now is None:
            return None
        cell = self.first + int(self.now)
        return cell - cell % HALF_HOUR


def grid_of(board: Board, *, at: datetime) -> Grid | None:
    """The table of a board; None where nobody works and nobody comes."""
    stretches = [each for lane in board.lanes for each in _taken(lane)]
    if not stretches:
        return None
    first = min(first for first, _count in stretches) // HALF_HOUR * HALF_HOUR
    end = -(-max(first + count for first, count in stretches) // HALF_HOUR) * HALF_HOUR
    columns = [_column(lane, first, end) for lane in board.lanes]
    rows = [
        Row(
            cell,
            instant_of(cell) if cell % HALF_HOUR == 0 else None,
            HALF_HOUR,
            [piece for column in columns if (piece := column.get(cell))],
        )
        for cell in range(first, end)
    ]
    now = at.timestamp() / 300 - first
    return Grid(first, end - first, rows, now if 0 <= now < end - first else None)


def _taken(lane: Lane) -> list[tuple[int, int]]:
    blocks = [(block.first_cell, block.cell_count) for block in lane.blocks]
    return [*lane.shifts, *blocks, *((first, count) for first, count, _note in lane.breaks)]


def _column(lane: Lane, first: int, end: int) -> dict[int, Piece]:
    """The pieces of one column by their first cell, without a gap from `first` to `end`."""
    pieces = {
        block.first_cell: Piece(block.first_cell, block.cell_count, block=block)
        for block in lane.blocks
    }
    for start, count, note in lane.breaks:
        pieces.setdefault(start, Piece(start, count, Ground.BREAK, note=note))
    cell = first
    for taken in [*sorted(pieces), end]:
        while cell < taken:
            piece = _ground(lane.shifts, cell, taken)
            pieces[cell] = piece
            cell += piece.cell_count
        if taken < end:
            cell = taken + pieces[taken].cell_count
    return pieces


def _ground(shifts: Sequence[tuple[int, int]], cell: int, until: int) -> Piece:
    """The longest stretch from `cell` on that is all of one kind, within its half hour."""
    until = min(until, (cell // HALF_HOUR + 1) * HALF_HOUR)
    for first, count in shifts:
        if first <= cell < first + count:
            return Piece(cell, min(until, first + count) - cell, Ground.FREE)
        if cell < first < until:
            until = first
    return Piece(cell, until - cell, Ground.OFF)

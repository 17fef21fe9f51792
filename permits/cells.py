"""Time in whole cells of five minutes: integers only, so nothing slips between the marks.

A cell is `UTC epoch seconds // 300`. Cells know no daylight saving: local times become cells
when a roster is laid out, and become local again when a page shows them.
"""

from datetime import UTC, datetime

CELL_SECONDS = 300
CELL_MINUTES = CELL_SECONDS // 60


def cell_of(instant: datetime) -> int:
    """The cell that begins at `instant` (aware). Raises ValueError off the five-minute grid."""
    seconds = instant.timestamp()
    if seconds % CELL_SECONDS:
        raise ValueError(f"{instant.isoformat()} does not lie on the five-minute grid")
    return int(seconds) // CELL_SECONDS


def instant_of(cell: int) -> datetime:
    """The instant (UTC) at which `cell` begins."""
    return datetime.fromtimestamp(cell * CELL_SECONDS, tz=UTC)


def cells_in(minutes: int) -> int:
    """How many cells `minutes` take, rounded up."""
    return -(-minutes // CELL_MINUTES)

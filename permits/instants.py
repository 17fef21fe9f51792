"""Instants as people and programs write them, before the engine sees them."""

from datetime import datetime

from permits.cells import CELL_SECONDS

_YEARS = range(2000, 2200)


class UnreadableStart(ValueError):
    """No instant at which a visit could ever begin."""


def startable(start: datetime) -> datetime:
    """`start` itself, when it is aware, of our time, and on the five-minute grid.

    Raises UnreadableStart.
    """
    if start.utcoffset() is None or start.year not in _YEARS:
        raise UnreadableStart
    if start.timestamp() % CELL_SECONDS:
        raise UnreadableStart
    return start

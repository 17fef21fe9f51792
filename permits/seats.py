"""A seat: where and when one person is seen for one procedure."""

from typing import NamedTuple


class Seat(NamedTuple):
    """An officer (id) and the cells of theirs."""

    officer: int
    first_cell: int
    cell_count: int

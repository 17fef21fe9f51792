"""Where the marks of a chart of stays stand, in whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from permits.figures.door_to_door import PROMISED_MINUTES, Stays

HEIGHT, LEFT, STEP, FOOT = 200, 40, 52, 24
_FULL_HOURS = 60


@dataclass(frozen=True)
class Mark:
    """One week: the line from the median up to nine in ten."""

    stays: Stays
    x: int
    median: int
    p90: int


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    promised: int
    left: int
    marks: list[Mark]
    lines: list[tuple[int, int]]

    @property
    def foot(self) -> int:
        """Where the weeks are written."""
        return self.height - 6


def chart_of(weeks: Sequence[Stays]) -> Chart | None:
    """None where there is nothing to draw."""
    if not weeks:
        return None
    hours = max(2, -(-max(week.p90 for week in weeks) // _FULL_HOURS))
    top = hours * _FULL_HOURS

    def y(minutes: int) -> int:
        return 10 + (HEIGHT - FOOT - 10) * (top - minutes) // top

    step = 30 if hours <= 3 else _FULL_HOURS
    return Chart(
        LEFT + STEP * len(weeks),
        HEIGHT,
        y(PROMISED_MINUTES),
        LEFT,
        [
            Mark(week, LEFT + STEP * n + STEP // 2, y(week.median), y(week.p90))
            for n, week in enumerate(weeks)
        ],
        [(minutes, y(minutes)) for minutes in range(0, top + 1, step)],
    )

"""A worker is woken at once, and for a crowd only once more."""

import time

from rotonde.notifications.waking import Bell

GAP = 0.2


def rung(pulls: int, *, wait: float = 0.0) -> list[float]:
    """When the bell rang within `wait` seconds, in seconds after the first of so many pulls."""
    times: list[float] = []
    bell = Bell(lambda: times.append(time.monotonic()), gap=GAP)
    began = time.monotonic()
    for _pull in range(pulls):
        bell.pull()
    time.sleep(wait)
    return [at - began for at in times]


def test_the_first_is_heard_at_once() -> None:
    assert len(rung(1)) == 1


def test_a_crowd_is_heard_once_more_when_the_gap_is_over() -> None:
    first, second = rung(50, wait=GAP * 5)
    assert first < GAP <= second


def test_whoever_comes_later_is_heard_again() -> None:
    heard: list[int] = []
    bell = Bell(lambda: heard.append(1), gap=GAP)
    bell.pull()
    bell.pull()
    while len(heard) < 2:
        time.sleep(0.01)
    time.sleep(GAP * 1.5)
    bell.pull()
    assert len(heard) == 3

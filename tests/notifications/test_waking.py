"""A worker is woken at once, and for a crowd only once more."""

import time

from rotonde.notifications.waking import Bell

GAP = 0.2


class Listener:
    """Pulls a bell, and notes when it rings, in seconds since this began."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self._began = time.monotonic()
        self._bell = Bell(lambda: self.heard.append(self.now()), gap=GAP)

    def now(self) -> float:
        return time.monotonic() - self._began

    def pull(self, times: int = 1) -> None:
        for _pull in range(times):
            self._bell.pull()

    def hears_since(self, moment: float) -> None:
        while not self.heard or self.heard[-1] < moment:
            time.sleep(0.01)


def test_the_first_is_heard_at_once() -> None:
    listener = Listener()
    listener.pull()
    assert len(listener.heard) == 1


def test_a_crowd_is_heard_once_more_when_the_gap_is_over() -> None:
    listener = Listener()
    listener.pull()
    first = listener.now()
    listener.pull(50)
    last = listener.now()
    listener.hears_since(first)
    time.sleep(GAP * 3)
    # A machine that stops for a while may hear a gap or two more; never one pull each.
    assert 2 <= len(listener.heard) <= 2 + last // GAP
    assert all(at >= number * GAP for number, at in enumerate(listener.heard))


def test_whoever_comes_later_is_heard_again() -> None:
    listener = Listener()
    listener.pull(2)
    listener.hears_since(GAP)
    time.sleep(GAP * 1.5)
    before = len(listener.heard)
    listener.pull()
    assert len(listener.heard) == before + 1

"""Asks a worker to look into the outbox: at once, and where many ask, once more for all of them.

A wake-up carries nothing; the sweep it starts delivers whatever is due by then. So who asks while
another is still to go out need not ask again. What is lost with a process that stops in between
is found by the regular sweep.
"""

import logging
import threading
import time
from collections.abc import Callable

from kombu.exceptions import OperationalError

from rotonde.notifications.tasks import deliver

logger = logging.getLogger(__name__)

GAP_SECONDS = 0.5


class Bell:
    """Rings when it is pulled, but no sooner than `gap` seconds after it last did: then, once."""

    def __init__(self, ring: Callable[[], None], *, gap: float) -> None:
        self._ring, self._gap = ring, gap
        self._lock = threading.Lock()
        self._rang_at = float("-inf")  # monotonic
        self._to_come: threading.Timer | None = None

    def pull(self) -> None:
        with self._lock:
            if self._to_come is not None:
                return
            wait = self._rang_at + self._gap - time.monotonic()
            if wait > 0:
                self._to_come = threading.Timer(wait, self._ring_for_all)
                self._to_come.daemon = True
                self._to_come.start()
                return
            self._rang_at = time.monotonic()
        self._ring()

    def _ring_for_all(self) -> None:
        with self._lock:
            # First of all: who pulls from here on is not sure to be heard by this one.
            self._to_come, self._rang_at = None, time.monotonic()
        self._ring()


def _send() -> None:
    """A broker that is down is logged, never raised."""
    try:
        deliver.apply_async(retry=False, expires=60)
    except (OperationalError, OSError) as error:
        logger.warning("no wake-up sent, the sweep will deliver: %s", error)


_bell = Bell(_send, gap=GAP_SECONDS)


def wake() -> None:
    """Ask a worker to look into the outbox now, or within GAP_SECONDS of the last wake-up."""
    _bell.pull()

"""A local mail server to deliver to, and what came to it."""

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from benchmarks._common import ROOT
from benchmarks._served import free_port

START_SECONDS = 30


class Mailed:
    """The mails a server took, in the order in which they came."""

    def __init__(self, port: int, notes: Path, orders: IO[bytes]) -> None:
        self.port = port
        self._notes, self._orders = notes, orders

    def all(self) -> list[tuple[str, str]]:
        """The recipient and the Message-ID of every mail."""
        _ready, *lines = self._notes.read_text().splitlines()
        return [(line.split()[0], line.split()[1]) for line in lines]

    def go_on(self) -> None:
        """Let it take more than it was opened for."""
        self._orders.write(b"\n")
        self._orders.flush()

    def count(self) -> int:
        return self._notes.read_bytes().count(b"\n") - 1


@contextmanager
def postbox(many: float = math.inf) -> Iterator[Mailed]:
    """A mail server in a process of its own; stopped afterwards.

    After so many mails it lets everybody wait until it may go on.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "mails"
        with notes.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks._postbox", str(port), str(many)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=written,
            )
        try:
            wait_until(lambda: notes.read_bytes().startswith(b"ready\n"), START_SECONDS)
            yield Mailed(port, notes, cast(IO[bytes], process.stdin))
        finally:
            process.communicate(timeout=30)


def wait_until(so: Callable[[], bool], seconds: float) -> None:
    """Look again and again until it is `so`. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not so():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {seconds} seconds")
        time.sleep(0.02)

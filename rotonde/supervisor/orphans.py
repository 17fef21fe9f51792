"""Finds and stops PostgreSQL processes left on a data folder whose owner is gone.

Not by the number in postmaster.pid: after a restart of the machine or of a container that number
may belong to anybody. By what the processes are and where they stand.
"""

import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

NAMES = ("postgres", "postmaster")


def stop_orphans(data: Path) -> int:
    """Stop every server process on `data`, forget its pid file, return how many there were.

    The caller holds the folder's lock, so whoever runs there has no owner any more.
    """
    left = _processes_on(data)
    count = len(left)
    for number, seconds in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        for process in left:
            _signal(process, number)
        end = time.monotonic() + seconds
        while (left := _processes_on(data)) and time.monotonic() < end:
            time.sleep(0.05)
        if not left:
            break
    # PostgreSQL itself would refuse to start while any process at all has the number in this file.
    (data / "postmaster.pid").unlink(missing_ok=True)
    return count


def _processes_on(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if _stands_on(process, data)]


def _stands_on(process: psutil.Process, data: Path) -> bool:
    try:
        if process.name() not in NAMES:
            return False
        if str(data) in process.cmdline():
            return True
        return process.cwd() == str(
            data
        )  # a server process works in its data folder, also a headless backend
    except psutil.Error:
        return False


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    with suppress(psutil.Error):
        process.send_signal(number)

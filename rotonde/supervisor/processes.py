"""Several processes as one: all run, or none does."""

import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from honcho.manager import Manager
from honcho.printer import Printer
from honcho.process import Popen, Process

from rotonde.supervisor.leash import leash, signal_when_parent_dies

_PATIENCE = 3  # seconds


class LeashedProcess(Process):
    """A process of honcho's and the one that relays its output; both end with the supervisor."""

    def run(self, *arguments: Any, **options: Any) -> None:
        signal_when_parent_dies(signal.SIGKILL)
        # A closed terminal tells the supervisor; the relay stays to report how its process ended. A
        # handler, because an ignored signal would stay ignored in the process it starts.
        signal.signal(signal.SIGHUP, lambda number, frame: None)
        self._child_ctor = partial(Popen, shell=False, preexec_fn=leash(signal.SIGTERM))
        super().run(*arguments, **options)


class Household(Manager):
    """Runs the processes, calls `when_started` beside them, and stops all when one ends, a stop is
    asked for, or the ground they stand on no longer holds.

    Honcho's manager loses a stop that comes before every process has reported its start, and waits
    without end for one that does not listen or cannot report; this one keeps the wish, and lets
    honcho's five seconds run from there.
    """

    def __init__(self, when_started: Callable[[], None], ground_holds: Callable[[], bool]) -> None:
        super().__init__(Printer(sys.stdout))
        self._ground_holds = ground_holds
        self._process_ctor = LeashedProcess
        self._when_started = when_started
        self._stop_wanted = False

    def terminate(self) -> None:
        self._stop_wanted = True
        if self._all_started():
            super().terminate()

    def let_go(self) -> None:
        """Leave nothing behind, politely at first, also where nothing can be printed any more."""
        left = [entry for entry in self._processes.values() if not _ended(entry)]
        for stop, patience in ((self._procmgr.terminate, _PATIENCE), (self._procmgr.kill, 0)):
            # Who has not reported its start is the leash's to end.
            for pid in filter(None, (entry.get("pid") for entry in left)):
                with suppress(ProcessLookupError):
                    stop(pid)
            for entry in left:
                entry["process"].join(patience)
        for entry in left:
            entry["process"].kill()

    def _any_stopped(self) -> bool:
        if self._stop_wanted or not self._ground_holds():
            return True
        return any(map(_ended, self._processes.values()))

    def _all_stopped(self) -> bool:
        return all(map(_ended, self._processes.values()))

    def _start(self) -> None:
        super()._start()
        threading.Thread(target=self._when_started, daemon=True).start()


def _ended(entry: dict[str, Any]) -> bool:
    """It has reported its end, or can no longer: its relay is gone, and the leash took the process
    along.
    """
    return entry.get("returncode") is not None or not entry["process"].is_alive()


def run_household(
    commands: Mapping[str, Sequence[str]],
    *,
    environment: Mapping[str, str],
    when_started: Callable[[], None],
    ground_holds: Callable[[], bool] = lambda: True,
) -> int:
    """Run all `commands` until one ends or we are told to stop; then stop all. Returns the exit
    code to give.

    Nobody stopping it is the only good end of a process here: one that ends by itself, even well,
    is a failure.
    """
    household = Household(when_started, ground_holds)
    for name, command in commands.items():
        household.add_process(name, list(command), env=dict(environment))
    try:
        household.loop()
    finally:  # the loop may break: nobody reads what it prints any more, say
        household.let_go()
    code = household.returncode or 1
    return code if code > 0 else 128 - code  # as a shell tells of a process ended by a signal

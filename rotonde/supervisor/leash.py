"""Children that do not outlive their parent, even when it is killed without a chance to tidy."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def signal_when_parent_dies(number: signal.Signals) -> None:
    """Ask the kernel to send this process `number` when the thread that started it ends. Linux
    only; else nothing.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def leash(number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` for subprocess: the child gets `number` when this process dies.

    It runs after the child has changed user (a change of user clears the request), and lets the
    child end at once when the parent died before the request was made.
    """
    parent = os.getpid()

    def before_exec() -> None:
        signal_when_parent_dies(number)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec

"""Does what it is told in a process that is killed on the way: `kill -9` after so many statements
of its transaction.

Reads an order of benchmarks._racer a line, with `statements`, and answers how it ended:
`{"killed": true}`, or false where the order was done before its statements ran out.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection

from benchmarks._racer import ORDERS


def do(order: dict[str, Any]) -> None:
    left = order.pop("statements")

    def count(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal left
        done = execute(*statement)
        # What follows the commit wakes others up: nothing of the booking hangs on it.
        left -= connection.in_atomic_block
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    with connection.execute_wrapper(count):
        ORDERS[order.pop("do")](**order)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()  # nothing is connected yet: each child connects for itself
        if not child:
            do(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, -signal.SIGKILL), code
        sys.stdout.write(json.dumps({"killed": code != 0}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

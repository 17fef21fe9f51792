"""What the measurements share: a database of their own, processes that race, honest numbers."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def scratch_database() -> Iterator[str]:
    """The URL of an empty migrated database beside that of DATABASE_URL; gone afterwards."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield database_url()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def database_url() -> str:
    """The URL of the database this process is connected to."""
    at = connection.settings_dict
    password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    host = str(at["HOST"]).replace("/", "%2F")
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgres://{at['USER']}{password}@{host}{port}/{at['NAME']}"


class Racers:
    """Processes that each do what they are told at the same instant; start with `with`.

    `module` is what they run, in the environment of `python`.
    """

    def __init__(
        self,
        count: int,
        url: str,
        *,
        module: str = "benchmarks._racer",
        python: str = sys.executable,
    ) -> None:
        environment = {**os.environ, "DATABASE_URL": url}
        self._processes = [
            subprocess.Popen(
                [python, "-m", module],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                bufsize=1,
            )
            for _ in range(count)
        ]

    def __enter__(self) -> Self:
        for process in self._processes:
            assert cast(IO[str], process.stdout).readline() == "ready\n"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            cast(IO[str], process.stdin).close()
            process.wait(timeout=30)
            cast(IO[str], process.stdout).close()

    def race(self, orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give one order to each process, let all begin at once, return the answers in order."""
        go = time.time() + 0.02
        for number, order in enumerate(orders):
            self.tell(number, {"go": go, **order})
        return [self.answer(number) for number in range(len(orders))]

    def tell(self, number: int, order: dict[str, Any]) -> None:
        """Give process `number` an order and do not wait."""
        line = json.dumps({"go": 0, **order})
        cast(IO[str], self._processes[number].stdin).write(line + "\n")

    def kill(self, number: int) -> None:
        """Kill process `number`, whatever it is doing."""
        self._processes[number].kill()
        self._processes[number].wait()

    def answer(self, number: int) -> dict[str, Any]:
        """Wait for what process `number` has to say about its order."""
        answer: dict[str, Any] = json.loads(
            cast(IO[str], self._processes[number].stdout).readline()
        )
        return answer


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def median(values: Sequence[float]) -> float:
    return quantile(values, 0.5)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def verdict(words: str, holds: bool) -> bool:
    """Print one goal and whether it was reached."""
    print(f"{'reached' if holds else 'MISSED ':7}  {words}")
    return holds

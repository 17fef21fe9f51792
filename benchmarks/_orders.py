"""Obeys orders for a race: one a line, done at the instant it names, answered by a line.

`{"go": <epoch seconds>, "late": <seconds after it>, "do": "hold", …}` is answered by `{"result":
"ok" or the name of the refusal, "code", "seconds"}`. An exception that is no refusal is answered
by its name too, and counted by whoever runs the race. Only the standard library is needed here:
systems that know nothing of the portal race as well.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

Orders = Mapping[str, Callable[..., str]]


def obey_all(orders: Orders) -> None:
    """Say "ready", then do what the lines of standard input ask until it ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(_obey(orders, json.loads(line))), flush=True)


def _obey(orders: Orders, order: dict[str, Any]) -> dict[str, Any]:
    do = orders[order.pop("do")]
    time.sleep(max(0.0, order.pop("go") + order.pop("late", 0.0) - time.time()))
    began = time.perf_counter()
    try:
        answer = {"result": "ok", "code": do(**order)}
    except Exception as refused:
        answer = {"result": type(refused).__name__, "code": str(refused)[:200]}
    return {**answer, "seconds": time.perf_counter() - began}

"""People who book over HTTP, each from an address of their own, through the API of the portal.

The server is set up as for the morning on which new days open (`OPENING`): it stands behind one
proxy, so its limits count every newcomer's own address, as narrow as they are by default; and that
many holds in a minute at one center are no sign of harvesting, so nobody is asked for work first.
"""

import json
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urlencode

OPENING = {"TRUSTED_PROXIES": "1", "PRESSURE_HOLDS_PER_CENTER": "1000000"}
COMBINED = "adult:registration,residence-permit"
PEOPLE = [{"kind": "adult", "procedures": ["registration", "residence-permit"]}]


class Answer(NamedTuple):
    status: int
    told: dict[str, Any]
    seconds: float


class Browser:
    """One connection to the portal, used by one newcomer after another."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._address = ""

    def hand_to(self, number: int) -> None:
        """From now on newcomer `number` sits here; neighbours in number are none in the network."""
        self._address = f"10.{number & 255}.{number >> 8 & 255}.{number >> 16 & 255}"

    def starts(self, center: str, first_day: str, days: int) -> Answer:
        asked = {"center": center, "person": COMBINED, "from": first_day, "days": days}
        return self._ask("GET", f"/api/v1/availability?{urlencode(asked)}")

    def hold(self, center: str, start: str) -> Answer:
        body = {"center": center, "start": start, "people": PEOPLE}
        return self._ask("POST", "/api/v1/holds", body)

    def hold_first(self, center: str, first_day: str, days: int) -> Answer:
        body = {"center": center, "start": "first", "from": first_day, "days": days}
        return self._ask("POST", "/api/v1/holds", {**body, "people": PEOPLE})

    def confirm(self, code: str, name: str) -> Answer:
        body = {"name": name, "email": f"{name}@example.org"}
        return self._ask("POST", f"/api/v1/holds/{code}/confirm", body)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        text = json.dumps(body) if body else None
        headers = {"Content-Type": "application/json", "X-Forwarded-For": self._address}
        began = time.perf_counter()
        self._connection.request(method, path, text, headers)
        answered = self._connection.getresponse()
        content = answered.read()
        seconds = time.perf_counter() - began
        told = json.loads(content) if content else {}
        return Answer(answered.status, told, seconds)


def all_at_once(clients: int, work: Callable[[int], None]) -> float:
    """Let `clients` threads do `work(number)`; seconds until the last is done.

    Whatever one of them raises is raised here.
    """
    raised: list[BaseException] = []

    def one(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return time.perf_counter() - began

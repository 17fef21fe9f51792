"""The portal as it is served: gunicorn with its own settings, on a database made for a measurement.

One more address is served here, `/empty`: a view that answers nothing through the same middleware,
the baseline of what a page costs.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from benchmarks._common import ROOT

START_SECONDS = 60


@contextmanager
def served(url: str, **variables: str) -> Iterator[int]:
    """The port of a gunicorn (2 workers × 2 threads) on the database `url`; stopped afterwards.

    `variables` are further settings from the environment.
    """
    port = free_port()
    environment = {
        **os.environ,
        **variables,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "benchmarks._served_settings",
        "PORT": str(port),
        "DEBUG": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "--log-level", "warning"],
        cwd=ROOT,
        env=environment,
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def get(connection: HTTPConnection, path: str, *, cookie: str = "") -> bytes:
    """The body of a page that must be there."""
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return body


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            get(HTTPConnection("127.0.0.1", port, timeout=5), "/empty")
        except (OSError, HTTPException, RuntimeError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start")

"""What tests find on this machine besides a database: Redis, a browser, tools; and what they must
not see.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from rotonde.supervisor.checkout import ROOT
from rotonde.supervisor.leash import leash

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def redis_url() -> str | None:
    """TEST_REDIS_URL, else an empty database of a server on localhost; None where there is none."""
    given = os.environ.get("TEST_REDIS_URL")
    for url in [given] if given else [f"redis://127.0.0.1:6379/{n}" for n in range(15, 0, -1)]:
        server = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=3)
        try:
            if server.dbsize() == 0 or given:
                return url
        except redis.RedisError:
            return None
        finally:
            server.close()
    return None


def chromium() -> str | None:
    """The path of a Chromium that starts: CHROMIUM, or one on the PATH."""
    for name in filter(None, [os.environ.get("CHROMIUM"), *BROWSERS]):
        path = shutil.which(name)
        if path and _starts([path, "--version"]):
            return path
    return None


def installed(package: str, program: str) -> bool:
    """Whether `program` is there, after installing Debian's `package` where we may (as root)."""
    if shutil.which(program):
        return True
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} …", flush=True)
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package]
    return (_starts(install) or (_starts(["apt-get", "update"]) and _starts(install))) and bool(
        shutil.which(program)
    )


def _starts(command: list[str]) -> bool:
    done = subprocess.run(
        command,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def clean_environment() -> dict[str, str]:
    """The caller's environment without what configures a portal: no test may depend on it.

    Nor without compiled modules: every process of a test would compile them anew.
    """
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    configured = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, flags=re.MULTILINE))
    configured.add("PYTHONDONTWRITEBYTECODE")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in configured and not name.startswith(("PG", "OIDC_"))
    }


@contextmanager
def own_redis() -> Iterator[str]:
    """A Redis on a free port of this machine that keeps nothing, for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509  it calls nothing that locks
    )
    try:
        server = redis.Redis(port=port, retry=Retry(ConstantBackoff(0.1), 50))
        server.ping()
        server.close()
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()

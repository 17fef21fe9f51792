"""`bin/demo` as its user meets it: ready, told apart, and gone without a trace however it ends.

It runs in a copy of the tree, so that a demo somebody has open here is left alone.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from rotonde.supervisor.checkout import ROOT
from rotonde.supervisor.demo import STEPS
from rotonde.supervisor.postgres import throwaway_postgres

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

NOT_COPIED = (".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "*.mo")
READY = "The portal is ready"
PATIENCE = 300  # a laden machine, seeding for the first time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Demo:
    folder: Path
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, words: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while words not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.1)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def get(self, path: str) -> tuple[int, str]:
        return self.send(path, None)

    def send(self, path: str, content: object) -> tuple[int, str]:
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=60) as answer:
            return answer.status, answer.read().decode()

    def letters(self) -> str:
        mail = self.folder / "var" / "mail"
        return "".join(path.read_text(errors="replace") for path in mail.glob("*.log"))


def _hear_the_terminal() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def start(folder: Path, port: int | None = None, **environment: str) -> Demo:
    port = port or free_port()
    log = folder / f"demo-{port}.log"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rotonde.supervisor.demo"],
            cwd=folder,
            env={**kept, "PORT": str(port), **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # These tests may run under nohup, whose wish to stay is not the demo's.
            preexec_fn=_hear_the_terminal,  # noqa: PLW1509
        )
    return Demo(folder, process, port, log)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    copy = tmp_path_factory.mktemp("demo") / "a copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    yield copy
    question = (
        "from rotonde.supervisor.programs import data_home, server_account;"
        "print(data_home(server_account()))"
    )
    asked = subprocess.run(
        [sys.executable, "-c", question], cwd=copy, capture_output=True, text=True, check=True
    )
    home = Path(asked.stdout.strip())
    for note in home.glob("postgres/*.sockets"):  # of the demo that was killed last
        shutil.rmtree(note.read_text(), ignore_errors=True)
    if os.geteuid() == 0:
        shutil.rmtree(home)


@pytest.fixture
def demo(folder: Path) -> Iterator[Demo]:
    started = start(folder)
    try:
        started.wait_for(READY, seconds=PATIENCE)
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def book_a_visit(demo: Demo, email: str) -> None:
    """Hold and confirm by the API, as anybody may; a time that is not over in a moment."""
    both = ["registration", "residence-permit"]
    query = f"center=gent&person=adult:{','.join(both)}&from={datetime.now(UTC):%Y-%m-%d}&days=21"
    start = json.loads(demo.get(f"/api/v1/availability?{query}")[1])["starts"][-1]["start"]
    people = [{"kind": "adult", "procedures": both}]
    hold = demo.send("/api/v1/holds", {"center": "gent", "start": start, "people": people})
    code = json.loads(hold[1])["code"]
    details = {"name": "Ada", "email": email, "language": "nl", "people": [{"name": "Ada"}]}
    assert demo.send(f"/api/v1/holds/{code}/confirm", details)[0] == 201


def expect_letter(demo: Demo, email: str, seconds: float = PATIENCE) -> None:
    """The worker has sent it: through outbox, broker and worker, all of them real."""
    end = time.monotonic() + seconds
    while f"To: {email}" not in demo.letters():
        assert time.monotonic() < end, demo.said
        time.sleep(0.1)


def all_gone(family: list[psutil.Process], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not [member for member in family if alive(member)]:
            return True
        time.sleep(0.1)
    return False


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def socket_folder(family: list[psutil.Process]) -> Path:
    """Where the PostgreSQL of this demo listens; other tests run servers of their own."""
    setting = "unix_socket_directories="
    words = [word for member in family for word in member.cmdline() if word.startswith(setting)]
    return Path(words[0].removeprefix(setting))


def test_it_serves_tells_who_may_come_in_and_stops_when_told(demo):
    assert demo.get("/health/live")[0] == 200
    status, body = demo.get("/health/ready")
    assert status == 200, body
    assert demo.get("/")[0] == 200
    assert "newcomer@example.org" in demo.said
    assert "rotonde-demo" in demo.said

    book_a_visit(demo, "folder@example.org")
    expect_letter(demo, "folder@example.org")

    second = start(demo.folder)
    assert second.process.wait(PATIENCE) == 1
    assert f"http://localhost:{demo.port}/" in second.said
    assert demo.get("/health/live")[0] == 200

    family = demo.family()
    commands = [" ".join(member.cmdline()) for member in family]
    for part in ("gunicorn", "worker", "beat", "postgres"):
        assert [command for command in commands if part in command], part
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert all_gone(family)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_stop_all_that_started(demo, number):
    family = demo.family()
    sockets = socket_folder(family)
    assert sockets.exists()
    demo.process.send_signal(number)
    assert demo.process.wait(PATIENCE) != 0
    assert all_gone(family)
    assert not sockets.exists()


def test_a_warm_start_prepares_nothing_twice(demo, folder):
    demo.process.send_signal(signal.SIGTERM)
    demo.process.wait(PATIENCE)
    again = start(folder)
    try:
        again.wait_for(READY, seconds=PATIENCE)
        assert not [step for step in STEPS if f"{step.split()[0]} …" in again.said]
    finally:
        again.process.kill()
        again.process.wait()


@pytest.mark.parametrize("part", ["gunicorn", "postgres"])
def test_when_one_process_dies_all_stop(demo, part):
    family = demo.family()
    named = [member for member in family if part in " ".join(member.cmdline())]
    min(named, key=psutil.Process.create_time).kill()  # the first of its kind, who started the rest
    assert demo.process.wait(PATIENCE) != 0
    assert all_gone(family)


@pytest.mark.skipif(sys.platform != "linux", reason="the leash is the Linux kernel's")
def test_nothing_outlives_a_supervisor_that_is_killed(demo):
    family = demo.family()
    demo.process.kill()
    assert all_gone(family)


def test_a_taken_port_is_said_before_anything_starts(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = start(folder, other.getsockname()[1])
        assert refused.process.wait(PATIENCE) == 1
    assert f"Port {refused.port} cannot be used" in refused.said


@pytest.mark.parametrize("port", ["0", "65536", "http", "²"])
def test_a_port_that_is_none_is_refused(folder, port):
    refused = start(folder, PORT=port)
    assert refused.process.wait(PATIENCE) == 1
    assert "PORT must be a number" in refused.said


@pytest.mark.redis
def test_the_environment_alone_puts_it_on_served_postgres_and_redis(folder):
    redis = os.environ["TEST_REDIS_URL"]
    with throwaway_postgres() as database:
        served = start(folder, DATABASE_URL=database, REDIS_URL=redis)
        try:
            served.wait_for(READY, seconds=PATIENCE)
            checks = json.loads(served.get("/health/ready")[1])["checks"]
            assert {name: check["ok"] for name, check in checks.items()} == dict.fromkeys(
                checks, True
            )
            book_a_visit(served, "redis@example.org")
            expect_letter(served, "redis@example.org")
            assert not [child for child in served.family() if child.name() == "postgres"]
        finally:
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(PATIENCE) == 128 + signal.SIGTERM

"""A folder the server's account may enter, wherever pytest keeps its own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rotonde.supervisor.programs import programs, server_account
from rotonde.supervisor.server import NEVER_SYNC, Server


@pytest.fixture
def home() -> Iterator[Path]:
    """Long and with a space: a socket's path and a shell would both stumble over it."""
    outer = Path(tempfile.mkdtemp(prefix="rotonde-test-", dir="/tmp"))
    outer.chmod(0o711)
    inner = outer / f"a folder with spaces {'and a long name ' * 8}"
    inner.mkdir()
    inner.chmod(0o711)
    yield inner
    shutil.rmtree(outer)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    account = server_account()
    made = Server(data=home / "data", bin=programs(account), account=account, settings=NEVER_SYNC)
    yield made
    made.stop()

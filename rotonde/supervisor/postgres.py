"""The embedded PostgreSQL: one whose data stay, and one that is thrown away."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rotonde.supervisor.programs import data_home, programs, server_account
from rotonde.supervisor.server import NEVER_SYNC, SOCKETS, Server


@contextmanager
def kept_postgres(purpose: str) -> Iterator[Server]:
    """A running server whose data stay: in var/<purpose>/<major version>, for root
    under /var/lib.
    """
    account = server_account()
    bin = programs(account)
    server = Server(data=data_home(account) / purpose / _major(bin), bin=bin, account=account)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def throwaway_postgres(*, synced: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a fresh server that is gone afterwards, with its data; fast because it
    never syncs.
    """
    account = server_account()
    home = Path(tempfile.mkdtemp(prefix="rotonde-data-", dir=SOCKETS))
    home.chmod(0o711)  # ours, made just now: the account must enter it
    server = Server(
        data=home / "data",
        bin=programs(account),
        account=account,
        settings=() if synced else NEVER_SYNC,
    )
    try:
        server.start()
        yield server.url()
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def _major(bin: Path) -> str:
    """The major version of the programs in `bin`: data made by one version cannot be read by
    another.
    """
    line = subprocess.run(
        [bin / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    return line.split()[-1].partition(".")[0]

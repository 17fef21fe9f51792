"""One PostgreSQL server, on a unix socket in a private folder, as long as its starter lives.

The server is our direct child and leashed to us: when we are killed it shuts down by itself,
cleanly. Its data stay in one folder, on which only one process at a time may run a server.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from rotonde.supervisor.leash import leash
from rotonde.supervisor.orphans import stop_orphans
from rotonde.supervisor.programs import Account, NoPostgres

ROLE = "rotonde"
DATABASE = "rotonde"
START_SECONDS = 30
STOP_SECONDS = 20
# /tmp and lower case: a socket's path may have about 100 bytes, and a URL's host is read in lower
# case.
SOCKETS = Path("/tmp")  # noqa: S108  a fresh private folder is made in it
# The shell's locale must not decide how é is folded, nor its zone what now() prints.
SERVER_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
NEVER_SYNC = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class AlreadyRunning(Exception):
    """Another process runs a server on this data folder."""


@dataclass
class Server:
    """One PostgreSQL server on the folder `data`; `settings` are name=value pairs. Starting twice
    is harmless.
    """

    data: Path
    bin: Path
    account: Account | None = None
    settings: tuple[str, ...] = ()
    sockets: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    lock: IO[str] | None = field(default=None, repr=False)

    @property
    def beside(self) -> str:
        return f"{self.data.parent}/{self.data.name}"

    def start(self) -> None:
        if self.runs():
            return
        self.stop()  # lets go of what a server that died left in our hands
        self._lock()
        try:
            stop_orphans(self.data)
            self._forget_sockets()
            self._initialise()
            self._launch()
        except BaseException:
            self.stop()
            raise

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Disconnect everyone, write everything and leave nothing but the data."""
        if self.process is not None:
            for number, seconds in (
                (signal.SIGINT, STOP_SECONDS),
                (signal.SIGQUIT, 5),
                (signal.SIGKILL, 5),
            ):
                self.process.send_signal(number)  # fast, immediate, at last
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(seconds)
                    break
            self.process = None
        if self.lock is not None:
            self._forget_sockets()
            self.lock.close()
            self.lock = None

    def url(self, database: str = DATABASE) -> str:
        return f"postgres://{ROLE}@{quote(str(self.sockets), safe='')}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            port=5432,
            user=ROLE,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _lock(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        lock = open(f"{self.beside}.lock", "w")  # noqa: SIM115  held until stop()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise AlreadyRunning(
                f"Another process runs a database server on {self.data}."
            ) from None
        self.lock = lock

    def _initialise(self) -> None:
        """Make the data folder under another name, so that an interrupted initdb leaves nothing
        that looks whole.
        """
        if self.data.exists():
            return
        draft = Path(f"{self.beside}.new")
        shutil.rmtree(draft, ignore_errors=True)
        self._own_folder(draft)
        options = [
            f"--pgdata={draft}",
            f"--username={ROLE}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self.settings == NEVER_SYNC else []),
        ]
        done = subprocess.run(
            [self.bin / "initdb", *options],
            **self._as_account(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            output = done.stdout.decode(errors="replace")
            raise NoPostgres(f"PostgreSQL could not make its data folder:\n{output}")
        draft.rename(self.data)

    def _launch(self) -> None:
        self.sockets = Path(tempfile.mkdtemp(prefix="rotonde-", dir=SOCKETS))
        Path(f"{self.beside}.sockets").write_text(str(self.sockets))
        if self.account is not None:
            self.account.own(self.sockets)
        settings = [
            "listen_addresses=",
            "port=5432",
            f"unix_socket_directories={self.sockets}",
            *self.settings,
        ]
        arguments = [part for setting in settings for part in ("-c", setting)]
        with open(f"{self.beside}.log", "ab") as log:
            log.truncate(0)
            # Its own session: Ctrl-C in the terminal is for us, who stop the server last.
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, *arguments],
                **self._as_account(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=leash(signal.SIGINT),  # noqa: PLW1509  it calls nothing that locks
            )
        self._wait_until_it_answers(self.process)

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._ensure_database()
            except psycopg.OperationalError as error:
                if process.poll() is not None or time.monotonic() > end:
                    log = Path(f"{self.beside}.log").read_text(errors="replace")
                    raise NoPostgres(f"PostgreSQL did not start: {error}\n{log[-2000:]}") from error
            time.sleep(0.05)

    def _ensure_database(self) -> None:
        with self.connect() as connection:
            known = "select 1 from pg_database where datname = %s"
            if not connection.execute(known, [DATABASE]).fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _forget_sockets(self) -> None:
        """Remove the socket folder of this run, or of one that was killed."""
        note = Path(f"{self.beside}.sockets")
        if note.exists():
            folder = Path(note.read_text())
            if folder.parent == SOCKETS and folder.name.startswith("rotonde-"):
                shutil.rmtree(folder, ignore_errors=True)
            note.unlink()

    def _own_folder(self, path: Path) -> None:
        path.mkdir(mode=0o700)
        if self.account is not None:
            self.account.own(path)

    def _as_account(self) -> dict[str, Any]:
        common = {"env": SERVER_ENVIRONMENT, "cwd": "/"}
        if self.account is None:
            return common
        return {**common, "user": self.account.uid, "group": self.account.gid, "extra_groups": []}

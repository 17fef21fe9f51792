"""A message broker in a folder, for machines without Redis: kombu's filesystem transport, made safe
for many processes.

The stock transport writes messages and binding tables in place, so a reader can meet half of one
and its worker stops; and it takes a message by moving it to the system's temporary folder, which
may be another file system, where two readers can take the same one. Here every file appears whole
(written beside, then `os.replace`d) and is taken by a rename within one file system, which only one
reader wins.
"""

import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Messages are files `<time>_<uuid>.<queue>.msg` in `data_folder_out`, bindings
    `<exchange>.exchange` in control.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for folder in (
            self.data_folder_in,
            self.data_folder_out,
            self.taken_folder,
            self.control_folder,
        ):
            Path(folder).mkdir(parents=True, exist_ok=True)

    @property
    def taken_folder(self) -> Path:
        """Where a message lies between being taken and being read; inside the queue's own file
        system.
        """
        return Path(self.data_folder_in) / "taken"

    def _put(self, queue: str, payload: Any, **options: Any) -> None:  # type: ignore[override]
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest message of `queue`; raise Empty when there is none that another reader
        does not take.
        """
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = self.taken_folder / name
            try:
                os.rename(Path(self.data_folder_in) / name, taken)
            except FileNotFoundError:
                continue  # another reader won it
            text = taken.read_text(encoding="utf-8")
            taken.unlink()
            return loads(text)
        raise Empty

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str
    ) -> None:
        row = _row(routing_key, pattern, queue)
        with self._table(exchange) as rows:
            if row not in rows:
                rows.insert(0, row)

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **options: Any
    ) -> None:
        self._purge(queue)
        row = _row(routing_key, pattern, queue)
        with self._table(exchange) as rows:
            if row in rows:
                rows.remove(row)

    @contextmanager
    def _table(self, exchange: str) -> Iterator[list[filesystem.exchange_queue_t]]:
        """The exchange's bindings, to change in place; one process at a time.

        The lock is on a file of its own: the table is replaced, and a lock on it would stay on the
        replaced one.
        """
        path = self._exchange_file(exchange)  # type: ignore[attr-defined]
        with open(path.with_name(f"{path.name}.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = self.get_table(exchange)
            rows = list(before)
            yield rows
            if rows != before:
                _write_whole(path, rows)


class Transport(filesystem.Transport):
    """What `rotonde.celery` names as its broker where there is no Redis."""

    Channel = Channel
    global_state = virtual.BrokerState()


def _row(routing_key: str | None, pattern: str | None, queue: str) -> filesystem.exchange_queue_t:
    return filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")


def _write_whole(path: Path, content: Any) -> None:
    """Let `path` appear with all of its content, or not at all. A name that starts with a dot is no
    message.
    """
    draft = path.with_name(f".{uuid.uuid4()}.draft")
    try:
        draft.write_text(dumps(content), encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {path}") from error

"""Remembers, in the database itself, from which state of the code it was made ready."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from rotonde.supervisor.checkout import ROOT, VAR

# What decides how database and static files look. Compiled files say nothing their sources do not.
SOURCES = (
    "rotonde",
    "services",
    "permits",
    "events",
    "fixtures",
    "static",
    "manage.py",
    "requirements.txt",
)
DERIVED = (".pyc", ".mo")


class Prepared:
    """Whether this database and the collected static files belong to the code as it is now, and to
    today.

    Today, because the demo's visits and events are laid around the day it is seeded. The mark is
    the database's comment: it cannot outlive the database, or be left behind by it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._mark = f"prepared from {fingerprint(ROOT)} on {datetime.now(UTC):%Y-%m-%d}"

    def is_current(self) -> bool:
        if not (VAR / "static" / "staticfiles.json").exists():
            return False
        question = (
            "select shobj_description(oid, 'pg_database')"
            " from pg_database where datname = current_database()"
        )
        with psycopg.connect(self._url) as connection:
            return connection.execute(question).fetchone() == (self._mark,)

    def remember(self) -> None:
        with (
            psycopg.connect(self._url) as connection,
            suppress(psycopg.errors.InsufficientPrivilege),
        ):
            name = sql.Identifier(connection.info.dbname)
            connection.execute(sql.SQL("comment on database {} is {}").format(name, self._mark))


def fingerprint(root: Path) -> str:
    """Changes when any source file is added, removed, renamed or written."""
    lines = "\n".join(sorted(_lines(root)))
    return hashlib.sha256(lines.encode(errors="surrogateescape")).hexdigest()


def _lines(root: Path) -> Iterator[str]:
    for source in SOURCES:
        path = root / source
        if path.is_file():
            yield _line(root, path)
        for folder, _, names in os.walk(path):
            for name in names:
                if not name.endswith(DERIVED):
                    yield _line(root, Path(folder, name))


def _line(root: Path, path: Path) -> str:
    state = path.stat()
    return f"{path.relative_to(root)} {state.st_size} {state.st_mtime_ns}"

"""The database server that tests, checks and measurements run on."""

import getpass
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql

from rotonde.supervisor.checkout import checkout_id
from rotonde.supervisor.postgres import throwaway_postgres

OLDEST_POSTGRES = 150000
EMBEDDED = "embedded"  # as TEST_DATABASE_URL: our own, also where another one answers


@dataclass(frozen=True)
class Database:
    """A server on which the run may make databases; `url` names one that need not exist yet."""

    url: str
    served: bool
    description: str


class NotAnswering(Exception):
    """A server the caller named does not answer, or is of no use; the message says why."""


@contextmanager
def database(*, synced: bool = False) -> Iterator[Database]:
    """TEST_DATABASE_URL, else a server on localhost that lets us in, else one of our own.

    `synced` makes our own write as carefully as one in production: for measurements.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given != EMBEDDED:
        found = _described(given) if given else served_on_localhost()
        if found is not None:
            yield found
            return
    with throwaway_postgres(synced=synced) as url:
        yield Database(url, served=False, description="embedded PostgreSQL")


def served_on_localhost() -> Database | None:
    """A server on port 5432 that lets us make databases, under a name no other run uses."""
    name = f"rotonde_{checkout_id()}_{os.getpid()}"
    for user in dict.fromkeys([getpass.getuser(), "postgres", "rotonde"]):
        try:
            found = _described(f"postgres://{user}@127.0.0.1:5432/{name}")
        except NotAnswering:
            continue
        drop_left_behind(found.url)
        return found
    return None


def connect(url: str, name: str = "postgres") -> psycopg.Connection:
    """Connect to another database of the server that `url` names."""
    return psycopg.connect(url, dbname=name, autocommit=True, connect_timeout=3)


def _described(url: str) -> Database:
    question = "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
    try:
        with connect(url) as connection:
            version = connection.info.server_version
            row = connection.execute(question).fetchone()
    except psycopg.Error as error:
        raise NotAnswering(f"The test database server does not answer: {error}") from error
    if version < OLDEST_POSTGRES or row != (True,):
        raise NotAnswering("The test database server must be PostgreSQL 15 or newer, and its user"
                           " allowed to create databases.")  # fmt: skip
    return Database(url, served=True, description=f"PostgreSQL {version // 10000}, served")


def drop_left_behind(url: str) -> None:
    """Drop databases of earlier runs of this checkout that were killed: nobody else will."""
    with connect(url) as connection:
        for (name,) in connection.execute("select datname from pg_database").fetchall():
            ours = re.match(rf"(?:test_)?rotonde_{checkout_id()}_(\d+)", name)
            if ours and not psutil.pid_exists(int(ours[1])):
                drop(connection, name)


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    )

"""Statements asked all the time are planned once for a connection, not once for each request."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

# A statement that comes this often on one connection is worth planning for good.
_OFTEN = 2


@contextmanager
def prepared() -> Iterator[None]:
    """Let the server bind the values of statements in this block, and keep their plans.

    For what hundreds ask in a minute: of a hold, planning was half of what the database did. Not
    for every page: Django composes some statements that only work with their values written in.
    After a rollback the plans are made anew (psycopg forgets them). Does nothing where settings
    say that a pooler stands in between that mixes connections up.
    """
    if not settings.PREPARED_STATEMENTS:
        yield
        return
    connection.ensure_connection()
    server = connection.connection
    before = server.cursor_factory, server.prepare_threshold
    server.cursor_factory, server.prepare_threshold = ServerBindingCursor, _OFTEN
    try:
        yield
    finally:
        server.cursor_factory, server.prepare_threshold = before

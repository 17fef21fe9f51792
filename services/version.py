"""A number that grows whenever the catalogue of services changes, whoever changed it.

Triggers of the database count, outside of transactions, so counting makes nobody wait. Who reads
while a change is counted but not yet committed knows who is still writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

_TABLES = (
    "organisations_organisation",
    "services_channel",
    "services_openinterval",
    "services_place",
    "services_service",
    "services_service_themes",
    "services_spokenlanguage",
    "services_theme",
)

_INSTALL = """
CREATE SEQUENCE IF NOT EXISTS services_version;
CREATE OR REPLACE FUNCTION services_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM nextval('services_version');
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE OR REPLACE TRIGGER {table}_counted
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION services_count_change();
"""
    for table in _TABLES
)
_COUNTED = "SELECT last_value + is_called::int FROM services_version"
# Who writes keeps a lock on the table until it is committed.
_WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = ANY(%s::regclass[]) AND pid <> pg_backend_pid()
      AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'AccessExclusiveLock')
"""


@dataclass(frozen=True)
class Version:
    """How many changes were counted, and which transactions were still writing."""

    counted: int
    writers: frozenset[str]

    @classmethod
    def now(cls) -> Version:
        """To be asked before what is read under it."""
        # In this order: who begins to write in between counts once more.
        return cls(_counted(), _writers())

    def holds(self) -> bool:
        """Whether what was read under this version is still all there is.

        What was counted before and is committed after it is noticed when its transaction is over.
        """
        return self.counted == _counted() and (not self.writers or self.writers <= _writers())


def _counted() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        return int(cursor.fetchone()[0])


def _writers() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, [list(_TABLES)])
        return frozenset(row[0] for row in cursor.fetchall())


def install(**kwargs: Any) -> None:
    """Let the database count; asked after every migration, whatever made the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTALL)

"""Numbers that grow whenever some tables change, whoever changed them.

Triggers of the database count, outside of transactions, so counting makes nobody wait. Who reads
while a change is counted but not yet committed knows who is still writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

_INSTALL = """
CREATE SEQUENCE IF NOT EXISTS {name}_version;
CREATE OR REPLACE FUNCTION {name}_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM nextval('{name}_version');
    RETURN NULL;
END $$;
"""
# A table may be counted by several: the trigger bears the counter's name.
_COUNT_TABLE = """
CREATE OR REPLACE TRIGGER {name}_{table}_counted
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_count_change();
"""
_COUNTED = "SELECT last_value + is_called::int FROM {name}_version"
# Who writes keeps a lock on the table until it is committed.
_WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = ANY(%s::regclass[])
      AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'AccessExclusiveLock')
"""


@dataclass(frozen=True)
class Changes:
    """The changes of `tables`, counted together under `name`, the label of an app."""

    name: str
    tables: tuple[str, ...]

    def install(self, **kwargs: Any) -> None:
        """Let the database count; asked after every migration, whatever made the tables.

        A table that is not there yet is counted when it is: who migrates one app asks, too.
        """
        there = set(self.tables).intersection(connection.introspection.table_names())
        of_tables = (_COUNT_TABLE.format(name=self.name, table=each) for each in sorted(there))
        with connection.cursor() as cursor:
            cursor.execute(_INSTALL.format(name=self.name) + "".join(of_tables))

    def counted(self) -> int:
        """How many there were, those included that are not committed yet."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED.format(name=self.name))
            return int(cursor.fetchone()[0])

    def version(self) -> Version:
        """To be asked before what is read under it."""
        # In this order: who begins to write in between counts once more.
        return Version(self, self.counted(), self.writers())

    def writers(self) -> frozenset[str]:
        """The transactions that are writing now, our own included: it may be rolled back."""
        with connection.cursor() as cursor:
            cursor.execute(_WRITERS, [list(self.tables)])
            return frozenset(row[0] for row in cursor.fetchall())


@dataclass(frozen=True)
class Version:
    """How many changes were counted, and which transactions were still writing."""

    changes: Changes
    counted: int
    writers: frozenset[str]

    def holds(self) -> bool:
        """Whether what was read under this version is still all there is.

        What was counted before and is committed after it is noticed when its transaction is over.
        """
        if self.counted != self.changes.counted():
            return False
        return not self.writers or self.writers <= self.changes.writers()

"""A number that grows whenever an event or one of its dates changes, whoever changed it.

Triggers of the database count, outside of transactions, so counting makes nobody wait. A change
that is counted but not yet committed may be missed by who reads in between; what is kept under a
version is therefore kept for a minute at most.
"""

from typing import Any

from django.db import connection

_TABLES = ("events_event", "events_occurrence", "events_event_themes")

_INSTALL = """
CREATE SEQUENCE IF NOT EXISTS events_version;
CREATE OR REPLACE FUNCTION events_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM nextval('events_version');
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE OR REPLACE TRIGGER {table}_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION events_count_change();
"""
    for table in _TABLES
)


def calendar_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM events_version")
        (version,) = cursor.fetchone()
    return int(version)


def install(**kwargs: Any) -> None:
    """Let the database count; asked after every migration, whatever made the tables."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTALL)

"""Lets the database note which things were written, so that their texts are counted anew.

A trigger on every table with translated texts and on that of their states. It only adds rows, so
nobody who writes waits for somebody who counts.
"""

from typing import Any

from django.db import connection

from rotonde.common.languages import CODES
from rotonde.translations.kinds import kinds

_NOTE = """
CREATE OR REPLACE FUNCTION translations_note_things() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO translations_untallied (model, object_id)
    SELECT DISTINCT TG_ARGV[0], id FROM changed;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION translations_note_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO translations_untallied (model, object_id)
    SELECT DISTINCT model, object_id FROM changed;
    RETURN NULL;
END $$;
"""
_EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
_TRIGGER = """
CREATE OR REPLACE TRIGGER translations_note_{event} AFTER {event} ON {table}
    REFERENCING {seen} TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}({label});
"""
# Written before anything was noted, or in fewer languages than we speak today.
_NOTE_ALL = """
    INSERT INTO translations_untallied (model, object_id)
    SELECT %s, id FROM {table}
    WHERE NOT EXISTS (SELECT FROM translations_untallied WHERE model = %s)
      AND (SELECT count(DISTINCT language) FROM translations_tally WHERE model = %s) < %s
"""
_STATES = "translations_translationstate"
_KEPT = {_STATES, "translations_tally", "translations_untallied"}


def install(**kwargs: Any) -> None:
    """Asked after every migration, whatever made the tables."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if not there >= _KEPT:
            return
        cursor.execute(_NOTE + _triggers(_STATES, "translations_note_states"))
        for kind in kinds().values():
            table = kind.model._meta.db_table
            if table in there:
                cursor.execute(_triggers(table, "translations_note_things", f"'{kind.label}'"))
                labels = [kind.label] * 3
                cursor.execute(_NOTE_ALL.format(table=table), [*labels, len(CODES)])


def _triggers(table: str, function: str, label: str = "") -> str:
    return "".join(
        _TRIGGER.format(event=event, table=table, seen=seen, function=function, label=label)
        for event, seen in _EVENTS.items()
    )

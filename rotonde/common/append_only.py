"""A database constraint: what was written down stays as it is."""

from collections.abc import Sequence
from typing import Any

from rotonde.common.by_trigger import ByTrigger

_REFUSE = (
    "RAISE EXCEPTION '{table}: what was written down stays as it is'"
    " USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'"
)

_CREATE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM {whole} WHERE id = OLD.{part_of}) THEN {refuse}; END IF;
        RETURN OLD;
    END IF;
    IF to_jsonb(NEW) - ARRAY[{forgets}]::text[] <> to_jsonb(OLD) - ARRAY[{forgets}]::text[]
        {changed}
    THEN {refuse}; END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE OR REPLACE FUNCTION {name}_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {table} WHERE {part_of} = OLD.id;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS {name}_goes ON {whole};
CREATE TRIGGER {name}_goes AFTER DELETE ON {whole}
    FOR EACH ROW EXECUTE FUNCTION {name}_goes();
"""


class AppendOnly(ByTrigger):
    """Rows come and never change; they go only with what they are `part_of`, a foreign key.

    That key says DO_NOTHING: the database takes the rows away. Of `forgets`, keys of people, each
    may become empty, because whoever is erased is. The database raises IntegrityError, whatever
    code (or person) tries.
    """

    def __init__(
        self,
        *,
        name: str,
        part_of: str,
        forgets: Sequence[str] = (),
        violation_error_code: str | None = None,
        violation_error_message: str | None = None,
    ) -> None:
        super().__init__(name=name)
        self.part_of, self.forgets = part_of, list(forgets)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.connection.ops.quote_name
        table, whole = self._tables(model)
        forgets = [model._meta.get_field(field).column for field in self.forgets]
        return _CREATE.format(
            name=self.name,
            table=quote(table),
            whole=quote(whole),
            part_of=quote(model._meta.get_field(self.part_of).column),
            forgets=", ".join(f"'{each}'" for each in forgets),
            changed=" ".join(
                f"OR NEW.{each} IS DISTINCT FROM OLD.{each} AND NEW.{each} IS NOT NULL"
                for each in map(quote, forgets)
            ),
            refuse=_REFUSE.format(table=table, name=self.name),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        table, whole = map(schema_editor.connection.ops.quote_name, self._tables(model))
        return (
            f"DROP TRIGGER IF EXISTS {self.name} ON {table}; DROP FUNCTION {self.name}();"
            f"DROP TRIGGER IF EXISTS {self.name}_goes ON {whole}; DROP FUNCTION {self.name}_goes();"
        )

    @property
    def options(self) -> dict[str, Any]:
        return {"part_of": self.part_of, "forgets": self.forgets}

    def _tables(self, model: Any) -> tuple[str, str]:
        whole = model._meta.get_field(self.part_of).related_model
        return model._meta.db_table, whole._meta.db_table

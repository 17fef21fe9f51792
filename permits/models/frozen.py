"""A database constraint: once a row has left its first state, what it says stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from rotonde.common.by_trigger import ByTrigger

_REFUSE = (
    "RAISE EXCEPTION '{table}: what was published stays as it is'"
    " USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'"
)

_CREATE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> '{first}' THEN {refuse}; END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> '{first}' AND (
        ({changed}) OR NOT (NEW.state = OLD.state {moves})
    ) THEN {refuse}; END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {name}();
"""


class Frozen(ByTrigger):
    """Rows are free while their `state` is `while_in`; then `fields` never change, no row goes.

    `after` says to which states one may go on from which. The database raises IntegrityError,
    whatever code (or person) tries.
    """

    def __init__(
        self,
        *,
        name: str,
        while_in: str,
        fields: Sequence[str],
        after: Mapping[str, Sequence[str]],
        violation_error_code: str | None = None,
        violation_error_message: str | None = None,
    ) -> None:
        super().__init__(name=name)
        self.while_in, self.fields, self.after = while_in, list(fields), dict(after)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.connection.ops.quote_name
        table = model._meta.db_table
        columns = [quote(model._meta.get_field(field).column) for field in self.fields]
        return _CREATE.format(
            name=self.name,
            table=quote(table),
            first=self.while_in,
            refuse=_REFUSE.format(table=table, name=self.name),
            changed=" OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns),
            moves="".join(
                f" OR (OLD.state = '{old}' AND NEW.state = '{new}')"
                for old, states in self.after.items()
                for new in states
            ),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.connection.ops.quote_name(model._meta.db_table)
        return f"DROP TRIGGER IF EXISTS {self.name} ON {table}; DROP FUNCTION {self.name}();"

    @property
    def options(self) -> dict[str, Any]:
        return {"while_in": self.while_in, "fields": self.fields, "after": self.after}

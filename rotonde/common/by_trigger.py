"""Database constraints that a trigger holds, because no condition on a row can say them."""

from typing import Any

from django.db.models import BaseConstraint


class ByTrigger(BaseConstraint):
    """A constraint whose subclass writes `create_sql` and `remove_sql`, and tells its `options`."""

    @property
    def options(self) -> dict[str, Any]:
        """What it was made with beside its name; migrations write it down."""
        return {}

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Nothing inside CREATE TABLE: the triggers follow it."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return None

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone knows: what a row said before, and what else is written."""

    def deconstruct(self) -> Any:
        path = f"{self.__class__.__module__}.{self.__class__.__name__}"
        return path, (), {"name": self.name, **self.options}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByTrigger) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

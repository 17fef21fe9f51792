"""What became of services that are gone: whoever copied them must learn that they are."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.by_trigger import ByTrigger

_CREATE = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO services_tombstone (public_id, removed_at) VALUES (OLD.public_id, now())
    ON CONFLICT (public_id) DO UPDATE SET removed_at = EXCLUDED.removed_at;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


class LeavesATombstone(ByTrigger):
    """Whichever way a row goes, the database writes down that it was there, and until when."""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.connection.ops.quote_name(model._meta.db_table)
        return _CREATE.format(name=self.name, table=table)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        table = schema_editor.connection.ops.quote_name(model._meta.db_table)
        return f"DROP TRIGGER IF EXISTS {self.name} ON {table}; DROP FUNCTION {self.name}();"


class Tombstone(models.Model):
    """A service that was deleted; one that is only hidden stays where it is."""

    public_id = models.CharField(_("public id"), max_length=8, unique=True)
    removed_at = models.DateTimeField(_("removed at"))

    class Meta:
        verbose_name = _("deleted service")
        verbose_name_plural = _("deleted services")
        ordering = ["removed_at", "public_id"]

    def __str__(self) -> str:
        return self.public_id

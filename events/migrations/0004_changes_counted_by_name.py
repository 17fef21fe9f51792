"""The triggers that count changes bear their counter's name now; these were the old ones."""

from django.db import migrations

_TABLES = ("events_event", "events_occurrence", "events_event_themes")


class Migration(migrations.Migration):
    dependencies = [("events", "0003_event_form_key")]
    operations = [
        migrations.RunSQL(
            [f"DROP TRIGGER IF EXISTS {table}_changed ON {table}" for table in _TABLES],
            migrations.RunSQL.noop,
        )
    ]

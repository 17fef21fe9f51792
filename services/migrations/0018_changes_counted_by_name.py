"""The triggers that count changes bear their counter's name now; these were the old ones."""

from django.db import migrations

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


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "__first__"),
        ("services", "0017_named_for_sure"),
    ]
    operations = [
        migrations.RunSQL(
            [f"DROP TRIGGER IF EXISTS {table}_counted ON {table}" for table in _TABLES],
            migrations.RunSQL.noop,
        )
    ]

"""Keep the wording of sources, and of which wording of the translation a state speaks."""

from django.db import migrations, models
from django.db.models.functions import Now

_HASH = "encode(sha256(convert_to({column}, 'UTF8')), 'hex')"


def adopt(apps, schema_editor):
    """States there are speak of the texts there are; up-to-date ones were made from today's."""
    state = apps.get_model("translations", "TranslationState")
    states, sources = '"translations_translationstate"', '"translations_sourcerevision"'
    quote = schema_editor.quote_name
    with schema_editor.connection.cursor() as cursor:
        tables = set(schema_editor.connection.introspection.table_names(cursor))
        for label, field, language, source in (
            state.objects.order_by()
            .values_list("model", "field", "language", "source_language")
            .distinct()
        ):
            table = label.replace(".", "_")
            if table not in tables:
                continue
            text, origin = quote(f"{field}_{language}"), quote(f"{field}_{source}")
            where = "s.object_id = t.id AND (s.model, s.field, s.language, s.source_language) = (%s, %s, %s, %s)"
            told = [label, field, language, source]
            cursor.execute(  # names come from our own rows, quoted
                f"UPDATE {states} s SET text_hash = {_HASH.format(column='t.' + text)} "  # noqa: S608
                f"FROM {quote(table)} t WHERE {where} AND t.{text} > ''",
                told,
            )
            cursor.execute(
                f"INSERT INTO {sources} (hash, text) SELECT DISTINCT s.source_hash, t.{origin} "  # noqa: S608
                f"FROM {states} s, {quote(table)} t WHERE {where} AND t.{origin} > '' "
                f"AND s.source_hash = {_HASH.format(column='t.' + origin)} ON CONFLICT DO NOTHING",
                told,
            )


class Migration(migrations.Migration):
    dependencies = [("translations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "DELETE FROM translations_translationstate WHERE language = source_language",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="SourceRevision",
            fields=[
                (
                    "hash",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("text", models.TextField()),
                ("seen_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.AddField(
            model_name="translationstate",
            name="text_hash",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="translationstate",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", models.F("source_language")), _negated=True),
                name="translation_from_another_language",
            ),
        ),
        migrations.RunPython(adopt, migrations.RunPython.noop),
    ]

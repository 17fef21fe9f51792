"""What is known of proposals made before their history was kept: how they began, what they became."""

from django.db import migrations

_BEGAN = """
    INSERT INTO services_proposalstep (proposal_id, kind, by_id, at, changes, reason)
    SELECT id, 'proposed', made_by_id, made_at, changes, '' FROM services_proposal
"""
_ENDED = """
    INSERT INTO services_proposalstep (proposal_id, kind, by_id, at, changes, reason)
    SELECT id, state,
        CASE state WHEN 'withdrawn' THEN made_by_id ELSE settled_by_id END,
        settled_at,
        coalesce((
            SELECT jsonb_object_agg(
                each.key,
                jsonb_build_object('old', changes -> each.key -> 'old', 'new', each.value))
            FROM jsonb_each(taken) AS each
        ), '{}'),
        reason
    FROM services_proposal WHERE state <> 'open'
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0020_history_of_proposals")]

    operations = [
        migrations.RunSQL(_BEGAN, migrations.RunSQL.noop),
        migrations.RunSQL(_ENDED, migrations.RunSQL.noop),
    ]

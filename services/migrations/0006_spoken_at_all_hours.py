from django.db import migrations

COPY = """
INSERT INTO services_spokenlanguage (channel_id, language, level)
SELECT DISTINCT channel.id, language, ''
FROM services_channel AS channel, unnest(channel.spoken_languages) AS language
WHERE language ~ '^[a-z]{2,3}$'
"""

COPY_BACK = """
UPDATE services_channel SET spoken_languages = ARRAY(
    SELECT DISTINCT language FROM services_spokenlanguage AS spoken
    WHERE spoken.channel_id = services_channel.id
)
"""


class Migration(migrations.Migration):
    """What was spoken at a channel is spoken whenever it is open; how well nobody had told."""

    dependencies = [("services", "0005_hours")]

    operations = [migrations.RunSQL(COPY, COPY_BACK)]

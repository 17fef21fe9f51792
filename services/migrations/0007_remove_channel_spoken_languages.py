from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0006_spoken_at_all_hours")]

    operations = [
        migrations.RemoveIndex(
            model_name="channel",
            name="channel_spoken",
        ),
        migrations.RemoveField(
            model_name="channel",
            name="spoken_languages",
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0013_saved_services_onto_menus")]

    operations = [migrations.DeleteModel(name="SavedService")]

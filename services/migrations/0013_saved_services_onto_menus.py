"""What accounts had saved becomes their menu, in the order in which it was saved."""

from django.db import migrations
from django.db.models import Max


def onto_menus(apps, schema_editor) -> None:
    saved = apps.get_model("services", "SavedService").objects
    menus = apps.get_model("services", "Menu").objects
    entries = apps.get_model("services", "MenuEntry").objects
    for owner in saved.order_by().values("user").annotate(last=Max("saved_at")):
        last = owner["last"]
        menu = menus.create(account_id=owner["user"], made_at=last, changed_at=last)
        rows = saved.filter(user=owner["user"]).order_by("saved_at", "pk")
        for position, row in enumerate(rows):
            entries.create(
                menu=menu, service_id=row.service_id, position=position, added_at=row.saved_at
            )


def back(apps, schema_editor) -> None:
    saved = apps.get_model("services", "SavedService").objects
    entries = apps.get_model("services", "MenuEntry").objects
    own = entries.filter(menu__account__isnull=False, service__isnull=False)
    for entry in own.select_related("menu"):
        saved.create(
            user_id=entry.menu.account_id, service_id=entry.service_id, saved_at=entry.added_at
        )


class Migration(migrations.Migration):
    dependencies = [("services", "0012_menus")]

    operations = [migrations.RunPython(onto_menus, back)]

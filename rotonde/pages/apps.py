from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "rotonde.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """What the admin is called; and who may edit what itself knows no roles."""
        from django.contrib import admin  # noqa: PLC0415

        from rotonde.accounts.roles import Role, may_edit  # noqa: PLC0415
        from rotonde.region.models import Municipality, Term  # noqa: PLC0415
        from rotonde.search.models import Synonym  # noqa: PLC0415

        admin.site.site_header = admin.site.site_title = "Rotonde"
        admin.site.index_title = _("Editing")
        may_edit(Role.EDITOR, Municipality, actions=("view", "change"))
        may_edit(Role.EDITOR, Term, Synonym)

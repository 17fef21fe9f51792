from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "rotonde.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from rotonde.accounts.mails import register_kinds  # noqa: PLC0415
        from rotonde.accounts.own_data import register_keepers  # noqa: PLC0415
        from rotonde.accounts.roles import Role, lay_out, may_edit  # noqa: PLC0415
        from rotonde.region.models import Municipality  # noqa: PLC0415

        # Which municipalities there are is the law's; what we say of them is the editors'.
        may_edit(Role.EDITOR, Municipality, actions=("view", "change"))
        register_kinds()
        register_keepers()
        post_migrate.connect(lay_out, dispatch_uid="roles")

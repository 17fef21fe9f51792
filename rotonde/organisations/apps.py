from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "rotonde.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        # Registries are filled once the models stand.
        from rotonde.accounts.roles import Role, may_edit  # noqa: PLC0415
        from rotonde.organisations.models import Organisation  # noqa: PLC0415
        from rotonde.organisations.personal_data import register_keepers  # noqa: PLC0415

        may_edit(Role.EDITOR, Organisation, actions=("view", "add", "change"))
        register_keepers()

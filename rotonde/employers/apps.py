from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployersConfig(AppConfig):
    name = "rotonde.employers"
    label = "employers"
    verbose_name = _("Employers")

    def ready(self) -> None:
        # Registries are filled once the models stand.
        from rotonde.employers.notifications import register_kinds  # noqa: PLC0415
        from rotonde.employers.panels import register_panels  # noqa: PLC0415
        from rotonde.employers.papers import register_papers  # noqa: PLC0415
        from rotonde.employers.personal_data import register_keepers  # noqa: PLC0415

        register_keepers()
        register_kinds()
        register_panels()
        register_papers()

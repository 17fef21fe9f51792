from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "services"
    label = "services"
    verbose_name = _("Services")

    def ready(self) -> None:
        # Registries are filled once the models stand.
        from rotonde.accounts.roles import Role, may_edit  # noqa: PLC0415
        from rotonde.organisations.changing import follow  # noqa: PLC0415
        from services import models  # noqa: PLC0415
        from services.catalogue import record_organisation_change  # noqa: PLC0415
        from services.changes import CHANGES  # noqa: PLC0415
        from services.guides import panels as guide_panels  # noqa: PLC0415
        from services.guides.search import register_guides  # noqa: PLC0415
        from services.menus.arrival import register_arrival  # noqa: PLC0415
        from services.panels import register_panels  # noqa: PLC0415
        from services.personal_data import register_keepers  # noqa: PLC0415
        from services.proposals import mails as proposal_mails  # noqa: PLC0415
        from services.proposals import panels as proposal_panels  # noqa: PLC0415
        from services.proposals import personal_data as proposal_data  # noqa: PLC0415
        from services.search import register_services  # noqa: PLC0415
        from services.translated import register_translated  # noqa: PLC0415
        from services.truth.leads import register_leads  # noqa: PLC0415
        from services.truth.mails import register_kinds  # noqa: PLC0415

        may_edit(Role.EDITOR, models.Theme, models.Place, models.Service, models.Channel)
        may_edit(Role.EDITOR, models.Schedule, models.OpeningHours, models.SpokenLanguage)
        may_edit(Role.EDITOR, models.Guide, models.GuideStep, models.GuideSource)
        follow(record_organisation_change)
        register_kinds()
        register_keepers()
        proposal_data.register_keepers()
        proposal_mails.register_kinds()
        register_arrival()
        register_services()
        register_guides()
        register_panels()
        guide_panels.register_panels()
        proposal_panels.register_panels()
        register_translated()
        register_leads()
        post_migrate.connect(CHANGES.install, sender=self, dispatch_uid="services.changes")

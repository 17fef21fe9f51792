from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        # Registries are filled once the models stand.
        from events.catalogue import record_organisation_change  # noqa: PLC0415
        from events.changes import CHANGES  # noqa: PLC0415
        from events.models import Event, Occurrence, Registration  # noqa: PLC0415
        from events.notifications import register_kinds  # noqa: PLC0415
        from events.panels import register_panels  # noqa: PLC0415
        from events.personal_data import register_keepers  # noqa: PLC0415
        from events.search import register_events  # noqa: PLC0415
        from events.translated import register_translated  # noqa: PLC0415
        from rotonde.accounts.roles import Role, may_edit  # noqa: PLC0415
        from rotonde.organisations.changing import follow  # noqa: PLC0415

        may_edit(Role.EDITOR, Event, Occurrence)
        may_edit(Role.EDITOR, Registration, actions=("view",))
        # A center manager looks on: who comes, and where. Writing is the editors' and organisers'.
        may_edit(Role.MANAGER, Event, Occurrence, Registration, actions=("view",))
        follow(record_organisation_change)
        register_keepers()
        register_kinds()
        register_panels()
        register_events()
        register_translated()
        post_migrate.connect(CHANGES.install, sender=self, dispatch_uid="events.changes")

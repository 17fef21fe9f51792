from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PermitsConfig(AppConfig):
    name = "permits"
    label = "permits"
    verbose_name = _("Appointments")

    def ready(self) -> None:
        # Registries are filled once the models stand.
        from permits.deadlines import mails as deadline_mails  # noqa: PLC0415
        from permits.deadlines import panels as deadline_panels  # noqa: PLC0415
        from permits.deadlines import personal_data as deadline_data  # noqa: PLC0415
        from permits.links import register_leads  # noqa: PLC0415
        from permits.notifications import register_kinds  # noqa: PLC0415
        from permits.panels import register_panels  # noqa: PLC0415
        from permits.personal_data import register_keepers  # noqa: PLC0415
        from permits.readiness import mails as readiness_mails  # noqa: PLC0415
        from permits.translated import register_translated  # noqa: PLC0415
        from permits.waiting import mails  # noqa: PLC0415
        from permits.waiting import personal_data as waiting_data  # noqa: PLC0415

        _let_staff_edit()
        register_keepers()
        register_kinds()
        waiting_data.register_keepers()
        mails.register_kinds()
        register_panels()
        readiness_mails.register_kinds()
        deadline_data.register_keepers()
        deadline_mails.register_kinds()
        deadline_panels.register_panels()
        register_translated()
        register_leads()


def _let_staff_edit() -> None:
    """A center manager keeps the rosters, an editor what is asked and what it costs.

    Visits are changed at the desk, never in the admin.
    """
    from permits import models  # noqa: PLC0415
    from rotonde.accounts.roles import Role, may_edit  # noqa: PLC0415

    may_edit(Role.MANAGER, models.Officer, models.WeeklyShift, models.Closure)
    may_edit(Role.EDITOR, models.DeadlineRule, models.AheadQuestion, models.StandardTime)
    may_edit(Role.MANAGER, models.AheadQuestion, models.StandardTime)
    may_edit(Role.MANAGER, models.DeadlineRule)
    # Who works at the center is said by an administrator.
    may_edit(Role.MANAGER, models.CenterStaff, actions=("view",))
    may_edit(Role.MANAGER, models.Center, models.Agency, actions=("view", "change"))
    may_edit(Role.MANAGER, models.Procedure, models.Shift, models.Visit, actions=("view",))
    may_edit(Role.MANAGER, models.WaitingParty, models.WaitingOffer, actions=("view",))
    may_edit(Role.EDITOR, models.Document, models.Requirement, models.Fee, models.Timing)
    may_edit(Role.EDITOR, models.Practice)
    may_edit(Role.MANAGER, models.Practice)
    may_edit(Role.EDITOR, models.Procedure, actions=("view", "change"))

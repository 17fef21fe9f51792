"""What happened to a visit at the desk, and who said so: written once, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.steps import Step
from permits.models.visits import Visit


class VisitEntry(models.Model):
    """One click at the desk. A click taken back is a further entry that undoes the first."""

    class Action(models.TextChoices):
        ARRIVED = "arrived", _("Arrived")
        MISSED = "missed", _("Did not come")
        DONE = "done", _("Done")
        MISSING = "missing", _("Document missing")
        REFUSED = "refused", _("Refused")
        CALLED = "called", _("Called")
        HANDED = "handed-over", _("Handed over")
        REPLANNED = "re-planned", _("Re-planned")
        RESEATED = "re-seated", _("Another officer")
        PROPOSED = "proposed", _("Another time proposed")
        NOTED = "noted", _("Note")
        RENAMED = "renamed", _("Name corrected")
        INTERPRETER = "interpreter", _("Interpreter")
        CLOSED = "closed", _("Went home")
        UNDONE = "undone", _("Taken back")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="entries")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="entries")
    action = models.CharField(_("what"), max_length=12, choices=Action)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    follow_up = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, related_name="+")
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("desk entry")
        verbose_name_plural = _("desk entries")
        ordering = ["visit", "id"]
        indexes = [models.Index(fields=["by", "at"], name="entry_by_whom")]
        constraints = [
            models.CheckConstraint(
                name="entry_undoes_what_it_takes_back",
                condition=models.Q(action="undone", undoes__isnull=False)
                | (~models.Q(action="undone") & models.Q(undoes__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.action} {self.at:%Y-%m-%d %H:%M}"

"""Who comes, and what each goes through."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.cells import instant_of
from permits.models.procedures import Procedure
from permits.models.rosters import Officer
from permits.models.visits import Visit


class Attendee(models.Model):
    """One person of the party, in the order in which the party was given (`position` from 0)."""

    class Kind(models.TextChoices):
        ADULT = "adult", _("Adult")
        CHILD = "child", _("Child")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="attendees")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(_("name"), max_length=120, blank=True)
    procedures = models.ManyToManyField(Procedure, related_name="+")

    class Meta:
        ordering = ["visit", "position"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="attendee_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.position}"


class Step(models.Model):
    """One officer, one person, one procedure, one start, one end; and what came of it."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        MISSING = "missing", _("Document missing")
        REFUSED = "refused", _("Refused")

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="steps")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="steps")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="steps")
    first_cell = models.IntegerField()
    cell_count = models.PositiveSmallIntegerField()
    outcome = models.CharField(
        _("outcome"), max_length=7, choices=Outcome, blank=True, default="", db_default=""
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        ordering = ["visit", "first_cell", "id"]
        constraints = [
            models.CheckConstraint(
                name="step_settled_with_an_outcome",
                condition=models.Q(outcome="", settled_at__isnull=True)
                | models.Q(outcome__in=["done", "missing", "refused"], settled_at__isnull=False),
            ),
            models.CheckConstraint(name="step_takes_time", condition=models.Q(cell_count__gt=0)),
            models.UniqueConstraint(
                fields=["attendee", "procedure"], name="step_once_per_person_and_procedure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def starts_at(self) -> datetime:
        return instant_of(self.first_cell)

    @property
    def ends_at(self) -> datetime:
        return instant_of(self.first_cell + self.cell_count)

"""The ticks that keep two visits apart, and the breaks that own some of them."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.cells import instant_of
from permits.models.rosters import Officer
from permits.models.steps import Step


class Break(models.Model):
    """Time an officer is away or busy without a visitor: a meeting, a break, a walk-in."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="breaks")
    date = models.DateField()
    first_cell = models.IntegerField()
    cell_count = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="break_takes_time", condition=models.Q(cell_count__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.date}"

    @property
    def end_cell(self) -> int:
        return self.first_cell + self.cell_count

    @property
    def starts_at(self) -> datetime:
        return instant_of(self.first_cell)

    @property
    def ends_at(self) -> datetime:
        return instant_of(self.end_cell)


class Tick(models.Model):
    """One five-minute cell of one officer's time, owned by one step or one break.

    The unique pair (officer, cell) is what makes a double booking impossible, whatever code tries.
    Written by `permits.booking` only.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="ticks")
    cell = models.IntegerField()
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="ticks")
    break_time = models.ForeignKey(Break, on_delete=models.CASCADE, null=True, related_name="ticks")

    class Meta:
        constraints = [
            # `step` rides along so that availability reads the index alone.
            models.UniqueConstraint(
                fields=["officer", "cell"], include=["step"], name="tick_once_per_officer"
            ),
            models.CheckConstraint(
                name="tick_has_one_owner",
                condition=models.Q(step__isnull=False, break_time__isnull=True)
                | models.Q(step__isnull=True, break_time__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.cell}"

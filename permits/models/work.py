"""The time an office spends on a visit beside the visit itself: fees will be computed from it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.procedures import Procedure
from permits.models.visits import Visit
from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced


class WorkKind(models.TextChoices):
    PREPARATION = "preparation", _("Preparation")
    HANDLING = "handling", _("Handling")


class StandardTime(NaturalKey, Sourced):
    """The minutes that count for a procedure where nobody keeps a clock, from a date on."""

    NATURAL_KEY = ("procedure__slug", "kind", "valid_from")

    procedure = models.ForeignKey(
        Procedure, on_delete=models.CASCADE, related_name="standard_times"
    )
    kind = models.CharField(_("kind"), max_length=11, choices=WorkKind)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)

    class Meta:
        verbose_name = _("standard time")
        verbose_name_plural = _("standard times")
        ordering = ["procedure", "kind", models.F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "kind", "valid_from"],
                name="standard_time_once_per_date",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="standard_time_kind_known",
                condition=models.Q(kind__in=["preparation", "handling"]),
            ),
            models.CheckConstraint(
                name="standard_time_takes_some_time", condition=models.Q(minutes__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.kind} {self.minutes} min"


class WorkTime(models.Model):
    """Minutes somebody spent on one procedure of a visit; no minutes yet: their clock runs.

    Written by permits.readiness.clocks only. Nobody has two clocks running: the database says so.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="work_times")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=11, choices=WorkKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("from"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    measured = models.BooleanField(_("measured"), default=True)

    class Meta:
        verbose_name = _("working time")
        verbose_name_plural = _("working times")
        ordering = ["visit", "started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["by"],
                condition=models.Q(minutes__isnull=True),
                name="work_time_one_clock_each",
            ),
            # A standard time counts once; a double click must not pay twice.
            models.UniqueConstraint(
                fields=["visit", "procedure", "kind"],
                condition=models.Q(measured=False),
                name="work_time_standard_once",
            ),
            models.CheckConstraint(
                name="work_time_kind_known",
                condition=models.Q(kind__in=["preparation", "handling"]),
            ),
            models.CheckConstraint(
                name="work_time_standard_has_minutes",
                condition=models.Q(measured=True) | models.Q(minutes__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.kind} {self.minutes}"

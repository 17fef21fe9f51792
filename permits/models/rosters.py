"""Who works when: officers, weekly shifts in local time, and the shifts laid out from them."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from permits.models.centers import Agency, Center
from permits.models.procedures import Procedure
from rotonde.common.natural_keys import NaturalKey


class Officer(NaturalKey):
    """Someone who acts for one agency: what they may do, and in which languages."""

    slug = models.SlugField(_("code"), unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="officers")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=120)
    languages = ArrayField(
        models.CharField(max_length=3), default=list, verbose_name=_("languages")
    )
    procedures = models.ManyToManyField(
        Procedure, related_name="officers", verbose_name=_("procedures")
    )
    active = models.BooleanField(_("active"), default=True)
    counter = models.CharField(
        _("counter, as the screen in the waiting room shows it"),
        max_length=20,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ["agency", "slug"]

    def __str__(self) -> str:
        return self.name


class WeeklyShift(NaturalKey):
    """A stretch of work that returns every week, in the center's local time."""

    NATURAL_KEY = ("officer__slug", "weekday", "start_time", "valid_from")

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="weekly_shifts")
    weekday = models.PositiveSmallIntegerField(_("weekday (0 is Monday)"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("until"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("weekly shift")
        verbose_name_plural = _("weekly shifts")
        ordering = ["officer", "weekday", "start_time"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "weekday", "start_time", "valid_from"],
                name="weekly_shift_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="weekly_shift_on_a_weekday", condition=models.Q(weekday__lte=6)
            ),
            models.CheckConstraint(
                name="weekly_shift_ends_after_it_starts",
                condition=models.Q(end_time__gt=models.F("start_time")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.weekday} {self.start_time}–{self.end_time}"


class Closure(NaturalKey):
    """A day on which a center, or one agency of it, is closed.

    Every year on `month`/`day`, or in one year only. Legal holidays need no row.
    """

    NATURAL_KEY = ("center__slug", "agency__slug", "year", "month", "day")

    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="closures")
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="closures"
    )
    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"))
    year = models.PositiveSmallIntegerField(_("only in"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=120)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["center", "month", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "agency", "year", "month", "day"],
                name="closure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="closure_on_a_day",
                condition=models.Q(month__range=(1, 12), day__range=(1, 31)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.day}/{self.month}"


def _officer_and_cells() -> Func:
    # One number line for all officers, 2**32 cells apart: the overlap of two shifts of one
    # officer becomes a plain range overlap, which needs no extension.
    first = Cast(F("officer_id"), models.BigIntegerField()) * Value(2**32) + F("first_cell")
    return Func(first, first + F("cell_count"), function="int8range")


class Shift(models.Model):
    """One stretch of one officer's working time, in cells; lunch is the gap between two."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="shifts")
    date = models.DateField(_("date"))
    first_cell = models.IntegerField()
    cell_count = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["date", "officer", "first_cell"]
        indexes = [models.Index(fields=["date", "officer"], name="shift_by_day")]
        constraints = [
            models.CheckConstraint(
                name="shift_lasts_within_a_day", condition=models.Q(cell_count__range=(1, 288))
            ),
            ExclusionConstraint(
                name="shift_alone_in_its_time", expressions=[(_officer_and_cells(), "&&")]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.date}"

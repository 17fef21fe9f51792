"""Centers, the agencies they host, and for whom each agency may act."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.region.models import Municipality
from services.models import Place


class AgencyKind(models.TextChoices):
    MUNICIPAL = "municipal", _("City")
    FEDERAL = "federal", _("Federal")


class Center(NaturalKey, Sourced):
    """A physical place where both authorities sit; its time zone is that of its rosters."""

    slug = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    reception_minutes = models.PositiveSmallIntegerField(_("reception (minutes)"), default=10)
    lead_minutes = models.PositiveSmallIntegerField(
        _("bookable until (minutes before)"), default=60
    )
    horizon_days = models.PositiveSmallIntegerField(_("bookable ahead (days)"), default=60)
    change_minutes = models.PositiveSmallIntegerField(
        _("can be moved or cancelled until (minutes before)"), default=60, db_default=60
    )
    # A cancelled time is the waiting list's first; the public has it after a random delay.
    embargo_min_minutes = models.PositiveSmallIntegerField(
        _("freed time is public after (minutes, at least)"), default=5, db_default=5
    )
    embargo_max_minutes = models.PositiveSmallIntegerField(
        _("freed time is public after (minutes, at most; 0: at once)"), default=45, db_default=45
    )
    embargo_hours = models.PositiveSmallIntegerField(
        _("freed time sooner than this (hours) is public at once"), default=24, db_default=24
    )
    offer_minutes = models.PositiveSmallIntegerField(
        _("a time offered to the waiting list is kept for (minutes)"), default=120, db_default=120
    )
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("center")
        verbose_name_plural = _("centers")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="center_embargo_from_least_to_most",
                condition=models.Q(embargo_min_minutes__lte=models.F("embargo_max_minutes")),
            ),
            models.CheckConstraint(
                name="center_offer_takes_time", condition=models.Q(offer_minutes__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Agency(NaturalKey, Sourced):
    """A desk of one authority at one center."""

    slug = models.SlugField(_("code"), unique=True)
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="agencies")
    kind = models.CharField(_("kind"), max_length=9, choices=AgencyKind)
    name = models.CharField(_("name"), max_length=120)
    municipalities = models.ManyToManyField(
        Municipality, through="Competence", related_name="agencies"
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["center", "-kind", "slug"]
        constraints = [
            models.CheckConstraint(
                name="agency_kind_known", condition=models.Q(kind__in=["municipal", "federal"])
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Competence(NaturalKey, Sourced):
    """An agency may act for the residents of a municipality."""

    NATURAL_KEY = ("agency__slug", "municipality__nis_code")

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="competences")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="competences"
    )

    class Meta:
        verbose_name = _("competence")
        verbose_name_plural = _("competences")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "municipality"], name="competence_once_per_municipality"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} → {self.municipality}"

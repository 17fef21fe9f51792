"""Where people live, and what things are called there."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.region.querysets import MunicipalityQuerySet


class Municipality(NaturalKey, Sourced):
    """One of the municipalities of East Flanders, known by its NIS code."""

    NATURAL_KEY = ("nis_code",)

    nis_code = models.CharField(_("NIS code"), max_length=5, unique=True)
    slug = models.SlugField(_("address part"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_nl: str  # one column per language, added by modeltranslation
    postcodes = ArrayField(models.CharField(max_length=4), verbose_name=_("postcodes"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    coordinates_approximate = models.BooleanField(_("coordinates approximate"), default=True)
    website = models.URLField(_("website"), blank=True)

    objects: ClassVar[MunicipalityQuerySet] = MunicipalityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="municipality_has_its_official_name",
                condition=models.Q(name_nl__isnull=False) & ~models.Q(name_nl=""),
            ),
            models.CheckConstraint(
                name="municipality_lies_on_earth",
                condition=models.Q(latitude__range=(-85, 85), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl

    def get_absolute_url(self) -> str:
        return reverse("region:municipality", args=[self.slug])


class Term(NaturalKey, Sourced):
    """A word of the glossary: the official Dutch term and what readers call it."""

    slug = models.SlugField(_("address part"), unique=True)
    text = models.CharField(_("term"), max_length=120)
    text_nl: str  # one column per language, added by modeltranslation
    needs_review = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        verbose_name=_("to be reviewed in"),
    )

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="term_has_its_official_word",
                condition=models.Q(text_nl__isnull=False) & ~models.Q(text_nl=""),
            )
        ]

    def __str__(self) -> str:
        return self.text_nl

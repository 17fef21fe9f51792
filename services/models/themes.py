"""What people look for, in the four themes."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from services.querysets import ThemeQuerySet


class Theme(NaturalKey):
    """One of the four themes (no parent) or what people look for within one."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    slug = models.SlugField(_("address part"), unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    icon = models.SlugField(_("icon"))
    name = models.CharField(_("name"), max_length=80)
    summary = models.CharField(_("summary"), max_length=300)
    text = models.TextField(_("text"), blank=True)

    objects: ClassVar[ThemeQuerySet] = ThemeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("services:theme", args=[self.slug])

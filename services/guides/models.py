"""Guides: what to do, in which order, what things are called in Dutch, and where it says so."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.region.models import Term
from services.guides.querysets import GuideQuerySet


class Guide(NaturalKey, Sourced):
    """One information card; `public_id` is its stable name in addresses and on paper."""

    NATURAL_KEY = ("public_id",)

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden")

    public_id = models.CharField(_("public id"), max_length=8, unique=True)
    slug = models.SlugField(_("address part"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    icon = models.SlugField(_("icon"))
    shelf = models.ForeignKey(
        "services.Theme",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("shelf"),
        help_text=_("The one theme under which the card stands on the rack."),
    )
    themes = models.ManyToManyField(
        "services.Theme", related_name="guides", verbose_name=_("themes")
    )
    terms = models.ManyToManyField(
        Term, related_name="guides", blank=True, verbose_name=_("Dutch words")
    )
    services = models.ManyToManyField(
        "services.Service", related_name="guides", blank=True, verbose_name=_("who helps")
    )
    # Codes, not rows: appointments are built upon services and not the other way round.
    procedures = ArrayField(
        models.SlugField(), default=list, blank=True, verbose_name=_("procedures (codes)")
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300)
    intro = models.TextField(_("introduction"), blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLISHED)

    objects: ClassVar[GuideQuerySet] = GuideQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="guide_titled_in_english_or_dutch",
                # Said, because a comparison with nothing would let both be missing.
                condition=models.Q(title_en__isnull=False, title_en__gt="")
                | models.Q(title_nl__isnull=False, title_nl__gt=""),
            ),
            models.CheckConstraint(
                name="guide_public_id_is_readable",
                condition=models.Q(public_id__regex=r"^[a-z0-9]{8}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("services:guide", args=[self.slug, self.public_id])

    @property
    def tone(self) -> str:
        """The slug of the top theme of its shelf. Read the guide with its shelf before."""
        return (self.shelf.parent or self.shelf).slug


class GuideStep(NaturalKey):
    """One thing to do; what is not written in the reader's language is shown in another."""

    NATURAL_KEY = ("guide__public_id", "position")

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["guide", "position"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "position"], name="guide_step_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}.{self.position}"


class GuideSource(NaturalKey):
    """A page that says so, and the day somebody last read it there; its title stays as it is."""

    NATURAL_KEY = ("guide__public_id", "position")

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("web address"), max_length=300, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["guide", "position"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "position"], name="guide_source_position_once")
        ]

    def __str__(self) -> str:
        return self.title

"""What is offered, and by whom."""

from itertools import chain
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.organisations.models import Organisation
from services.models.places import Place
from services.models.removals import LeavesATombstone
from services.models.themes import Theme
from services.querysets import ServiceQuerySet


class Service(NaturalKey, Sourced):
    """One thing an organisation offers; `public_id` is its stable name in addresses and APIs."""

    NATURAL_KEY = ("public_id",)

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden")

    class Cost(models.TextChoices):
        """Empty where nobody told us."""

        FREE = "free", _("Free")
        PAID = "paid", _("Paid")
        DEPENDS = "depends", _("The price depends on your situation")

    public_id = models.CharField(_("public id"), max_length=8, unique=True)
    slug = models.SlugField(_("address part"), max_length=80)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services"
    )
    themes = models.ManyToManyField(Theme, related_name="services", verbose_name=_("themes"))
    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    keywords = models.CharField(_("keywords"), max_length=500, blank=True)
    cost = models.CharField(_("cost"), max_length=7, choices=Cost, blank=True)
    fees = models.CharField(_("what it costs"), max_length=300, blank=True)
    documents = models.TextField(_("what to bring"), blank=True)
    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLISHED)
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())

    objects: ClassVar[ServiceQuerySet] = ServiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["slug", "public_id"]
        indexes = [
            models.Index(fields=["changed_at", "public_id"], name="service_changed"),
            # How many are published is told without reading their texts.
            models.Index(
                fields=["id"], name="service_published", condition=models.Q(state="published")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="service_named_in_english_or_dutch",
                # Said, because a comparison with nothing would let both be missing.
                condition=models.Q(name_en__isnull=False, name_en__gt="")
                | models.Q(name_nl__isnull=False, name_nl__gt=""),
            ),
            models.CheckConstraint(
                name="service_public_id_is_readable",
                condition=models.Q(public_id__regex=r"^[a-z0-9]{8}$"),
            ),
            models.CheckConstraint(
                name="service_cost_known",
                condition=models.Q(cost__in=["", "free", "paid", "depends"]),
            ),
            LeavesATombstone(name="service_leaves_a_tombstone"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("services:service", args=[self.slug, self.public_id])

    @property
    def spoken(self) -> list[str]:
        """The languages of all its channels, each once. Read the service with `told()` before."""
        return list(dict.fromkeys(chain(*(each.spoken_languages for each in self.channels.all()))))

    @property
    def tone(self) -> str:
        """The slug of the top theme it belongs to first; empty without a theme."""
        first = next(iter(self.themes.all()), None)
        return (first.parent or first).slug if first else ""

    @property
    def places(self) -> list[Place]:
        """The places of its channels, each once. Read the service with `told()` before."""
        return list(dict.fromkeys(each.place for each in self.channels.all() if each.place))

"""What is offered to newcomers, by whom, where, and in which languages it is spoken."""

from itertools import chain
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from services.guides.models import Guide, GuideSource, GuideStep
from services.querysets import ChannelQuerySet, ServiceQuerySet, ThemeQuerySet
from services.tile_columns import tile_column, tile_row

__all__ = [
    "Channel",
    "Guide",
    "GuideSource",
    "GuideStep",
    "Place",
    "SavedService",
    "Service",
    "Theme",
]


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


class Place(NaturalKey, Sourced):
    """An address, and where it is known its point on the map.

    `x` and `y` are the Web-Mercator tile at zoom 22, computed by the database, so that a box on
    the map is two integer ranges and a cluster is `x >> s, y >> s`.
    """

    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    street_address = models.CharField(_("street and number"), max_length=160, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    locality = models.CharField(_("town"), max_length=80, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    coordinates_approximate = models.BooleanField(_("coordinates approximate"), default=False)
    x = models.GeneratedField(
        expression=tile_column("longitude"), output_field=models.IntegerField(), db_persist=True
    )
    y = models.GeneratedField(
        expression=tile_row("latitude"), output_field=models.IntegerField(), db_persist=True
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["slug"]
        indexes = [models.Index(fields=["x", "y"], include=["id"], name="place_on_the_map")]
        constraints = [
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    # Said, because a comparison with nothing would let half a point pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-85, 85),
                    longitude__range=(-180, 180),
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def town(self) -> str:
        """Postcode and town; either may be unknown."""
        return " ".join(part for part in (self.postal_code, self.locality) if part)

    @property
    def has_point(self) -> bool:
        return self.latitude is not None

    @property
    def lines(self) -> list[str]:
        """The address as it is written on an envelope, without the empty lines."""
        return [line for line in (self.street_address, self.town) if line]


class Service(NaturalKey, Sourced):
    """One thing an organisation offers; `public_id` is its stable name in addresses and APIs."""

    NATURAL_KEY = ("public_id",)

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden")

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
        constraints = [
            models.CheckConstraint(
                name="service_named_in_english_or_dutch",
                condition=models.Q(name_en__gt="") | models.Q(name_nl__gt=""),
            ),
            models.CheckConstraint(
                name="service_public_id_is_readable",
                condition=models.Q(public_id__regex=r"^[a-z0-9]{8}$"),
            ),
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


class Channel(NaturalKey):
    """One way to get a service: at a desk, by phone, online or at home."""

    NATURAL_KEY = ("service__public_id", "position")

    class Kind(models.TextChoices):
        DESK = "desk", _("At the desk")
        PHONE = "phone", _("By phone")
        ONLINE = "online", _("Online")
        HOME_VISIT = "home-visit", _("Home visit")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="channels"
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    url = models.URLField(_("web address"), blank=True)
    email = models.EmailField(_("email address"), blank=True)
    spoken_languages = ArrayField(
        models.CharField(max_length=3), default=list, verbose_name=_("spoken languages")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    objects: ClassVar[ChannelQuerySet] = ChannelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["service", "position"]
        indexes = [GinIndex(fields=["spoken_languages"], name="channel_spoken")]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "position"], name="channel_position_once_per_service"
            ),
            models.CheckConstraint(
                name="channel_desk_has_a_place",
                condition=~models.Q(kind="desk") | models.Q(place__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.kind})"


class SavedService(models.Model):
    """Somebody wants to find this service again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_services"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="saves")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "service"], name="service_saved_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ♥ {self.service_id}"

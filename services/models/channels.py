"""The ways to get a service."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from services.models.places import Place
from services.models.services import Service
from services.querysets import ChannelQuerySet


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

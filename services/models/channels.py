"""The ways to get a service."""

from typing import Any, ClassVar

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

    class Entry(models.TextChoices):
        """How to get in; empty where nobody told us."""

        WALK_IN = "walk-in", _("Walk in, no appointment needed")
        APPOINTMENT = "appointment", _("By appointment only")
        REFERRAL = "referral", _("Only when someone refers you")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="channels"
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    url = models.URLField(_("web address"), blank=True)
    email = models.EmailField(_("email address"), blank=True)
    entry = models.CharField(_("how to get in"), max_length=11, choices=Entry, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    objects: ClassVar[ChannelQuerySet] = ChannelQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["service", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "position"], name="channel_position_once_per_service"
            ),
            models.CheckConstraint(
                name="channel_desk_has_a_place",
                condition=~models.Q(kind="desk") | models.Q(place__isnull=False),
            ),
            models.CheckConstraint(
                name="channel_kind_known",
                condition=models.Q(kind__in=["desk", "phone", "online", "home-visit"]),
            ),
            models.CheckConstraint(
                name="channel_entry_known",
                condition=models.Q(entry__in=["", "walk-in", "appointment", "referral"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.kind})"

    @property
    def seen_hours(self) -> list[Any]:
        """One of its schedules for each source. Read the channel with `told()`."""
        schedules = [each for each in self.schedules.all() if each.source]
        return list({(s.source, s.checked_on, s.verified): s for s in schedules}.values())

    @property
    def spoken_languages(self) -> list[str]:
        """The languages spoken there at some time, each once. Read the channel with `told()`."""
        return list(dict.fromkeys(each.language for each in self.spoken.all()))

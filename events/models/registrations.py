"""Who comes to an event, who waits for a seat, and what happened to each registration."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Occurrence
from events.querysets import RegistrationQuerySet

MOST_ADULTS = 6
MOST_CHILDREN = 8


class Registration(models.Model):
    """One household at one date; `code` is the key to its private page.

    Written by events.registration only: its seats and its state change together.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING = "waiting", _("On the waiting list")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="registrations"
    )
    code = models.CharField(max_length=22, unique=True, editable=False)
    form_key = models.CharField(max_length=32, unique=True, null=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    adults = models.PositiveSmallIntegerField(
        _("adults"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_ADULTS)]
    )
    children = models.PositiveSmallIntegerField(
        _("children"), default=0, validators=[MaxValueValidator(MOST_CHILDREN)]
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    position = models.PositiveIntegerField(_("position on the waiting list"), null=True)
    address_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))

    objects: ClassVar[RegistrationQuerySet] = RegistrationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["occurrence", "id"]
        indexes = [
            models.Index(Lower("email"), "created_at", name="registration_by_address"),
            models.Index(
                fields=["address_hash", "created_at"],
                condition=~Q(address_hash=""),
                name="registration_by_network",
            ),
            models.Index(
                fields=["occurrence", "position"],
                condition=Q(state="waiting"),
                name="registration_in_line",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "occurrence",
                Lower("email"),
                condition=Q(state__in=["registered", "waiting"]),
                name="registration_once_per_address",
            ),
            models.CheckConstraint(
                name="registration_state_known",
                condition=Q(state__in=["registered", "waiting", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="registration_waits_in_line",
                condition=Q(state="waiting", position__isnull=False)
                | (~Q(state="waiting") & Q(position__isnull=True)),
            ),
            models.CheckConstraint(
                name="registration_is_a_household",
                condition=Q(adults__range=(1, MOST_ADULTS), children__range=(0, MOST_CHILDREN)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("events:registration", args=[self.code])

    @property
    def people(self) -> int:
        """The seats this household takes."""
        return self.adults + self.children

    @property
    def is_live(self) -> bool:
        return self.state != self.State.WITHDRAWN


class RegistrationEntry(models.Model):
    """What happened to a registration, and when. Rows are added, never changed."""

    class Action(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING = "waiting", _("Put on the waiting list")
        PROMOTED = "promoted", _("Moved up from the waiting list")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="entries")
    action = models.CharField(_("what"), max_length=10, choices=Action)
    people = models.PositiveSmallIntegerField(_("people"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"

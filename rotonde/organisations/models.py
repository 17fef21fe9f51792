"""Who offers something to newcomers, who speaks for whom, and since when."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced


class Organisation(NaturalKey, Sourced):
    """A public body, a company or a non-profit; its name is a proper name in every language."""

    class Kind(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")
        NON_PROFIT = "non-profit", _("Non-profit")

    slug = models.SlugField(_("address part"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    paid_partner = models.BooleanField(
        _("paid partner"),
        default=False,
        help_text=_("Pays to be shown here; readers are told so everywhere it appears."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=models.Q(kind__in=["public", "private", "non-profit"]),
            ),
            models.CheckConstraint(name="organisation_named", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class DatedQuerySet(models.QuerySet[Any]):
    def valid(self, *, on: date) -> "DatedQuerySet":
        """Those that hold on the day `on`; both ends count."""
        return self.filter(valid_from__lte=on).filter(
            models.Q(valid_until=None) | models.Q(valid_until__gte=on)
        )


class Dated(models.Model):
    """Something that holds from one day to another, or until further notice."""

    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects: ClassVar[DatedQuerySet] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


def _ends_after_it_begins() -> models.Q:
    return models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from"))


class Membership(Dated):
    """An account speaks for an organisation, in one role."""

    class Role(models.TextChoices):
        EMPLOYER = "employer", _("Employer")
        AGENT = "agent", _("Relocation agent")
        ORGANISER = "organiser", _("Organiser")
        PROVIDER = "provider", _("Service provider")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=9, choices=Role)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "role"], name="membership_once_per_role"
            ),
            models.CheckConstraint(
                name="membership_role_known",
                condition=models.Q(role__in=["employer", "agent", "organiser", "provider"]),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins", condition=_ends_after_it_begins()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation} ({self.role})"


class Mandate(Dated):
    """An employer lets a relocation agency act for it."""

    agency = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mandates_held")
    employer = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mandates_given"
    )

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "employer", "valid_from"], name="mandate_once_per_start"
            ),
            models.UniqueConstraint(
                fields=["agency", "employer"],
                condition=models.Q(valid_until=None),
                name="mandate_open_once",
            ),
            models.CheckConstraint(
                name="mandate_not_for_oneself",
                condition=~models.Q(agency=models.F("employer")),
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_begins", condition=_ends_after_it_begins()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} → {self.agency}"

"""People hired from elsewhere, what each lets the employer see, and every change of that."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permits.models import Visit
from rotonde.employers.querysets import HireQuerySet
from rotonde.organisations.models import Organisation

MOST_ADULTS = 6
MOST_CHILDREN = 8


class Shares(models.TextChoices):
    """What a hire lets the employer see of the visit; each step holds the one before."""

    NOTHING = "nothing", _("Nothing about my visit")
    STATE = "state", _("Whether my visit is booked and done")
    DATE = "date", _("That, and the day and time of my visit")


class Hire(models.Model):
    """Somebody an employer brings here. Written by rotonde.employers.hiring only.

    `public_id` names the hire to the employer and opens nothing by itself; `code` (128 random
    bits) is the hire's own private link and is never shown to the employer. `shares` is the choice
    that holds now; `choices` tells every one there was.
    """

    class NationalityGroup(models.TextChoices):
        EEA = "eea", _("EU, EEA or Switzerland")
        OTHER = "other", _("Another country")
        UNKNOWN = "unknown", _("I do not know")

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="hires")
    agency = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, related_name="hires_registered"
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="hires_registered",
    )
    registered_at = models.DateTimeField()
    public_id = models.CharField(max_length=10, unique=True)
    form_key = models.CharField(max_length=32, null=True)

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email address"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    starts_on = models.DateField(_("first working day"))
    arrives_on = models.DateField(_("arrival"), null=True)
    nationality_group = models.CharField(
        _("nationality"), max_length=7, choices=NationalityGroup, default=NationalityGroup.UNKNOWN
    )
    adults = models.PositiveSmallIntegerField(
        _("adults"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_ADULTS)]
    )
    children = models.PositiveSmallIntegerField(
        _("children"), default=0, validators=[MaxValueValidator(MOST_CHILDREN)]
    )

    code = models.CharField(max_length=22, unique=True)
    invited_at = models.DateTimeField()
    invitation_expires_at = models.DateTimeField()
    invitations = models.PositiveSmallIntegerField(default=1)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="hires"
    )
    shares = models.CharField(max_length=7, choices=Shares, default=Shares.NOTHING)
    visit = models.OneToOneField(Visit, on_delete=models.SET_NULL, null=True, related_name="hire")

    objects: ClassVar[HireQuerySet] = HireQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("hire")
        verbose_name_plural = _("hires")
        ordering = ["starts_on", "name", "id"]
        indexes = [models.Index(Lower("email"), name="hire_by_address")]
        constraints = [
            models.UniqueConstraint(
                "employer",
                Lower("email"),
                "starts_on",
                condition=Q(withdrawn_at=None, declined_at=None),
                name="hire_once_per_employer_and_start",
            ),
            models.UniqueConstraint(fields=["employer", "form_key"], name="hire_once_per_form"),
            models.CheckConstraint(name="hire_named", condition=~Q(name="") & ~Q(email="")),
            models.CheckConstraint(
                name="hire_shares_known", condition=Q(shares__in=["nothing", "state", "date"])
            ),
            models.CheckConstraint(
                name="hire_shares_only_once_accepted",
                condition=Q(shares="nothing") | Q(accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hire_declines_or_accepts",
                condition=Q(declined_at=None) | Q(accepted_at=None),
            ),
            models.CheckConstraint(
                name="hire_nationality_group_known",
                condition=Q(nationality_group__in=["eea", "other", "unknown"]),
            ),
            models.CheckConstraint(
                name="hire_comes_with_a_family",
                condition=Q(adults__range=(1, MOST_ADULTS), children__range=(0, MOST_CHILDREN)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer_id}/{self.public_id}"

    def get_absolute_url(self) -> str:
        """The page of the employer."""
        return reverse("employers:hire", args=[self.public_id])

    @property
    def has_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def is_open(self) -> bool:
        """Whether the hire may still accept or change what the employer sees."""
        return self.withdrawn_at is None and self.declined_at is None

    @property
    def shown_visit(self) -> Visit | None:
        """The booked visit, if the hire lets the employer know that there is one."""
        if self.shares == Shares.NOTHING or self.visit is None:
            return None
        return self.visit if self.visit.state == Visit.State.BOOKED else None

    @property
    def shown_time(self) -> Visit | None:
        """The same, if the hire lets the employer know when it is."""
        return self.shown_visit if self.shares == Shares.DATE else None


class Choice(models.Model):
    """What a hire let the employer see from an instant on. Rows are added, never changed."""

    hire = models.ForeignKey(Hire, on_delete=models.CASCADE, related_name="choices")
    version = models.PositiveIntegerField()
    shares = models.CharField(max_length=7, choices=Shares)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["hire", "version"]
        constraints = [
            models.UniqueConstraint(fields=["hire", "version"], name="choice_version_once"),
            models.CheckConstraint(
                name="choice_shares_known", condition=Q(shares__in=["nothing", "state", "date"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hire_id}/{self.version}"

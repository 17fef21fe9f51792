"""What is done at the desk: how long it takes, what to bring, what it costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from permits.models.centers import AgencyKind
from rotonde.common.natural_keys import NaturalKey
from rotonde.common.sourced import Sourced
from rotonde.region.models import Municipality


class Procedure(NaturalKey, Sourced):
    """One act of one kind of agency; `official_name` is the Dutch name it has by law."""

    slug = models.SlugField(_("code"), unique=True)
    agency_kind = models.CharField(_("agency"), max_length=9, choices=AgencyKind)
    official_name = models.CharField(_("official name (Dutch)"), max_length=160)
    name = models.CharField(_("name"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    act = models.CharField(_("act issued (Dutch)"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    follows = models.ManyToManyField(
        "self", symmetrical=False, related_name="followed_by", blank=True, verbose_name=_("follows")
    )

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="procedure_agency_known",
                condition=models.Q(agency_kind__in=["municipal", "federal"]),
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Timing(NaturalKey, Sourced):
    """How many minutes a procedure takes, from a date on until the next timing begins.

    The first adult carries `minutes`; every further adult and child adds its extra.
    """

    NATURAL_KEY = ("procedure__slug", "valid_from")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="timings")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("first person (minutes)"))
    extra_adult_minutes = models.PositiveSmallIntegerField(_("further adult (minutes)"))
    extra_child_minutes = models.PositiveSmallIntegerField(_("further child (minutes)"))

    class Meta:
        verbose_name = _("duration")
        verbose_name_plural = _("durations")
        ordering = ["procedure", models.F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "valid_from"],
                name="timing_once_per_date",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="timing_takes_some_time",
                condition=models.Q(
                    minutes__gt=0, extra_adult_minutes__gt=0, extra_child_minutes__gt=0
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.minutes} min"


class Document(NaturalKey, Sourced):
    """A paper people bring, with its official Dutch name."""

    slug = models.SlugField(_("code"), unique=True)
    official_name = models.CharField(_("official name (Dutch)"), max_length=160)
    name = models.CharField(_("name"), max_length=160)
    note = models.CharField(_("note"), max_length=500, blank=True)
    from_employer = models.BooleanField(
        _("an employer has it or makes it"), default=False, db_default=False
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Requirement(NaturalKey, Sourced):
    """A document a procedure asks for, and the form it must have."""

    NATURAL_KEY = ("procedure__slug", "document__slug", "form", "audience")

    class Form(models.TextChoices):
        ORIGINAL = "original", _("Original")
        COPY = "copy", _("Copy")
        LEGALISED = "legalised", _("Legalised")
        APOSTILLE = "apostille", _("With apostille")
        SWORN_TRANSLATION = "sworn-translation", _("Sworn translation")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        ADULT = "adult", _("Adults")
        CHILD = "child", _("Children")

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="requirements")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="requirements")
    form = models.CharField(_("form"), max_length=17, choices=Form)
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.EVERYONE)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("document to bring")
        verbose_name_plural = _("documents to bring")
        ordering = ["procedure", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "document", "form", "audience"], name="requirement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.document} ({self.form})"


class Fee(NaturalKey, Sourced):
    """What a procedure costs, from a date on; an unknown amount is null, never zero."""

    class Payer(models.TextChoices):
        VISITOR = "visitor", _("Visitor")
        EMPLOYER = "employer", _("Employer")

    class PaidAt(models.TextChoices):
        DESK = "desk", _("At the desk")
        ONLINE = "online", _("Online")
        TRANSFER = "transfer", _("By bank transfer")

    slug = models.SlugField(_("code"), unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="fees")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=160)
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    payer = models.CharField(_("payer"), max_length=8, choices=Payer, default=Payer.VISITOR)
    paid_at = models.CharField(_("paid"), max_length=8, choices=PaidAt, default=PaidAt.DESK)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["procedure", "id"]
        constraints = [
            models.CheckConstraint(
                name="fee_is_not_negative",
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.amount}"

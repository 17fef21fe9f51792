"""Rules with a term, and the deadlines they mean for somebody who keeps them here."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from permits.deadlines.reckoning import Given, Rule, Term
from rotonde.common.natural_keys import NaturalKey, NaturalKeyQuerySet
from rotonde.common.sourced import Sourced
from rotonde.region.models import Municipality
from services.models import Guide


class Group(models.TextChoices):
    EU = "eu", _("EU, EEA or Switzerland")
    OTHER = "non-eu", _("Another country")


class Basis(models.TextChoices):
    """Why somebody may stay."""

    VISIT = "visit", _("A visit of at most 90 days")
    WORK = "work", _("Work, as an employee or a researcher")
    SELF_EMPLOYED = "self-employed", _("Self-employed work")
    STUDY = "study", _("Study")
    FAMILY = "family", _("Family")
    REST = "other", _("Something else")


class Card(models.TextChoices):
    NONE = "none", _("No card yet")
    A = "a", _("A card: limited stay")
    H = "h", _("H card: EU Blue Card")
    I = "i", _("I or J card: ICT")  # noqa: E741 - the letter on the card
    EU = "eu", _("EU or EU+ card, or annex 8")
    F = "f", _("F or F+ card: family of an EU citizen or Belgian")
    LONG = "long", _("B, K or L card: unlimited or long-term stay")
    REST = "other", _("Another card")


class Anchor(models.TextChoices):
    """The events terms are counted from; also the names of the dates in forms and addresses."""

    ARRIVAL = "arrival", _("Arrival in Belgium")
    REGISTRATION = "registration", _("Entry in the register")
    REQUEST = "request", _("Date on your annex 19")
    MOVE = "move", _("Move to a new address")
    WORK_START = "work_start", _("First working day")
    PIN_LETTER = "pin_letter", _("Date of the letter with PIN and PUK codes")
    CARD_EXPIRY = "card_expiry", _("Expiry date of your card")
    DECISION = "decision", _("Day you received your annex 46 or 47")
    PROF_FIRST = "prof_first", _("Start of your first professional card")
    PROF_EXPIRY = "prof_expiry", _("Expiry date of your professional card")


class DeadlineRuleQuerySet(NaturalKeyQuerySet):
    """Reads of rules."""

    def in_force(self, *, on: date) -> "DeadlineRuleQuerySet":
        """The version of every rule that holds on a day."""
        started = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on)
        own = models.OuterRef("valid_from")
        newer = self.model.objects.filter(
            code=models.OuterRef("code"),
            # A version without a beginning comes before all others.
            valid_from__gt=Coalesce(own, models.Value(date.min)),
            valid_from__lte=on,
        )
        return self.filter(started).filter(
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=on),
            ~models.Exists(newer),
        )

    def for_somebody(
        self, *, group: str, basis: str, card: str, municipality: Municipality | None
    ) -> "DeadlineRuleQuerySet":
        """Rules that may concern somebody; what they did not say (empty) excludes nothing."""
        found = self._open_to("groups", group)._open_to("bases", basis)._open_to("cards", card)
        if municipality is None:
            return found
        anywhere = ~models.Exists(
            self.model.municipalities.through.objects.filter(deadlinerule=models.OuterRef("pk"))
        )
        return found.filter(anywhere | models.Q(municipalities=municipality))

    def _open_to(self, field: str, value: str) -> "DeadlineRuleQuerySet":
        everyone = models.Q(**{field: []})
        return (
            self.filter(everyone | models.Q(**{f"{field}__contains": [value]})) if value else self
        )


class DeadlineRule(NaturalKey, Sourced):
    """One term, from a date on until the next version; staff confirm it in the admin.

    An empty list of whom it applies to means everyone.
    """

    NATURAL_KEY = ("code", "valid_from")

    class Authority(models.TextChoices):
        MUNICIPALITY = "municipality", _("Your municipality")
        IMMIGRATION_OFFICE = (
            "immigration-office",
            _("Immigration Office, through your municipality"),
        )
        FLANDERS = "flanders", _("Flemish Economic Migration Service")
        HEALTH_FUND = "health-fund", _("The health insurance fund of your choice")

    class Unit(models.TextChoices):
        WORKING_DAYS = "working-days", _("working days")
        DAYS = "days", _("days")
        HALF_MONTHS = "half-months", _("half months (15 days)")

    code = models.CharField(_("code"), max_length=12)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    authority = models.CharField(_("authority"), max_length=18, choices=Authority)
    anchors = ArrayField(
        models.CharField(max_length=12, choices=Anchor), verbose_name=_("counted from")
    )
    before = models.BooleanField(_("before that date"), default=False)
    due_count = models.PositiveSmallIntegerField(_("term"))
    due_unit = models.CharField(_("unit of the term"), max_length=12, choices=Unit)
    opens_count = models.PositiveSmallIntegerField(_("possible from"), null=True, blank=True)
    opens_unit = models.CharField(_("unit of the start"), max_length=12, choices=Unit, blank=True)
    given = models.CharField(
        _("only for a certain"),
        max_length=12,
        choices=Anchor,
        blank=True,
        default="",
        db_default="",
    )
    given_since = models.DateField(_("on this day or later"), null=True, blank=True)
    given_until = models.DateField(_("on this day or earlier"), null=True, blank=True)
    unless = ArrayField(
        models.CharField(max_length=12, choices=Anchor),
        default=list,
        blank=True,
        verbose_name=_("not where this date is known"),
    )
    is_norm = models.BooleanField(_("our advice, not the law"), default=False)
    groups = ArrayField(
        models.CharField(max_length=12, choices=Group),
        default=list,
        blank=True,
        verbose_name=_("nationality"),
    )
    bases = ArrayField(
        models.CharField(max_length=14, choices=Basis),
        default=list,
        blank=True,
        verbose_name=_("reason to stay"),
    )
    cards = ArrayField(
        models.CharField(max_length=6, choices=Card),
        default=list,
        blank=True,
        verbose_name=_("card"),
    )
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="+", verbose_name=_("municipalities")
    )
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        verbose_name=_("reminders (days before)"),
    )
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300)
    explanation = models.TextField(_("explanation"), blank=True)
    guide = models.ForeignKey(
        Guide, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    official_url = models.URLField(_("official page"), max_length=300, blank=True)

    objects: ClassVar[DeadlineRuleQuerySet] = DeadlineRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["position", "code", models.F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="rule_once_per_date", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="rule_counts_from_something", condition=models.Q(anchors__len__gt=0)
            ),
            models.CheckConstraint(
                name="rule_opens_before_an_event",
                condition=models.Q(opens_count__isnull=True, opens_unit="")
                | models.Q(opens_count__isnull=False, before=True) & ~models.Q(opens_unit=""),
            ),
            models.CheckConstraint(
                name="rule_given_a_date_within_bounds",
                condition=models.Q(given="", given_since__isnull=True, given_until__isnull=True)
                | ~models.Q(given="")
                & (models.Q(given_since__isnull=False) | models.Q(given_until__isnull=False)),
            ),
            # Days before an expiry are counted in days or months, never in working days.
            models.CheckConstraint(
                name="rule_counts_working_days_forward",
                condition=~(
                    models.Q(before=True)
                    & (models.Q(due_unit="working-days") | models.Q(opens_unit="working-days"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def calculation(self) -> Rule:
        """The rule as the calculation takes it."""
        opens = None
        if self.opens_count is not None:
            opens = Term(self.opens_count, self.opens_unit)  # type: ignore[arg-type]
        given = Given(self.given, self.given_since, self.given_until) if self.given else None
        return Rule(
            code=self.code,
            anchors=tuple(self.anchors),
            due=Term(self.due_count, self.due_unit),  # type: ignore[arg-type]
            before=self.before,
            opens=opens,
            given=given,
            unless=tuple(self.unless),
        )


class Case(models.Model):
    """What somebody told us about their stay, to keep their deadlines. One for each account."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case"
    )
    group = models.CharField(max_length=12, choices=Group)
    basis = models.CharField(max_length=14, choices=Basis)
    card = models.CharField(max_length=6, choices=Card, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    arrival = models.DateField(null=True)
    registration = models.DateField(null=True)
    request = models.DateField(null=True)
    move = models.DateField(null=True)
    work_start = models.DateField(null=True)
    pin_letter = models.DateField(null=True)
    card_expiry = models.DateField(null=True)
    decision = models.DateField(null=True)
    prof_first = models.DateField(null=True)
    prof_expiry = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.group} {self.basis}"


class Deadline(models.Model):
    """One dated deadline of a case; written by `permits.deadlines.cases` only."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    rule = models.ForeignKey(DeadlineRule, on_delete=models.CASCADE, related_name="deadlines")
    anchor = models.CharField(max_length=12, choices=Anchor)
    anchor_on = models.DateField()
    opens_on = models.DateField(null=True)
    due_on = models.DateField()
    act_by = models.DateField()
    done_at = models.DateTimeField(null=True)
    # When this date became known: nobody is reminded of what they just typed.
    known_since = models.DateTimeField()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["case", "act_by", "rule"]
        indexes = [
            models.Index(
                fields=["act_by"], condition=models.Q(done_at__isnull=True), name="deadline_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "rule"], name="deadline_once_per_rule"),
            models.CheckConstraint(
                name="deadline_acted_upon_in_time",
                condition=models.Q(act_by__lte=models.F("due_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.act_by}"

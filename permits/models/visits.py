"""A visit: a party's time at a center, from the first hold to the last goodbye."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from permits.cells import instant_of
from permits.models.centers import Center
from permits.models.eligibility import RuleSet
from rotonde.region.models import Municipality


class VisitQuerySet(models.QuerySet["Visit"]):
    def live(self, *, at: datetime) -> "VisitQuerySet":
        """Booked visits, and holds that have not run out."""
        return self.filter(
            models.Q(state=Visit.State.BOOKED)
            | models.Q(state=Visit.State.HELD, hold_expires_at__gt=at)
        )


class Visit(models.Model):
    """A party's time at a center: held for a few minutes, then booked, or given back.

    Hold and visit are the same row; `code` (128 random bits) is the private link to both.
    `first_cell` is the door, `reception_cells` later the first step begins, and `end_cell` is the
    first cell after the last step.
    """

    class State(models.TextChoices):
        HELD = "held", _("Held")
        BOOKED = "booked", _("Booked")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    class Origin(models.TextChoices):
        WEB = "web", _("Website")
        API = "api", _("API")
        STAFF = "staff", _("Staff")
        EMPLOYER = "employer", _("Employer")
        WALK_IN = "walk-in", _("Walked in")
        WAITING = "waiting", _("Waiting list")

    class Interpreter(models.TextChoices):
        NONE = "", _("No interpreter needed")
        NEEDED = "needed", _("Interpreter needed")
        ARRANGED = "arranged", _("Interpreter arranged")

    code = models.CharField(max_length=22, unique=True)
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="visits")
    date = models.DateField(_("date"))
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.HELD)
    origin = models.CharField(_("booked through"), max_length=8, choices=Origin)
    first_cell = models.IntegerField()
    reception_cells = models.PositiveSmallIntegerField()
    end_cell = models.IntegerField()
    hold_expires_at = models.DateTimeField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    ticket = models.CharField(_("ticket"), max_length=8, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("email address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="", db_default="")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    session_key = models.CharField(max_length=40, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)
    block_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    # However the address is written, whoever has it is one person (permits.limits).
    mail_key = models.CharField(max_length=64, blank=True, default="", db_default="")
    # What every officer of the visit must speak, also when it moves; empty: any.
    officer_language = models.CharField(
        _("language of the officer"), max_length=3, blank=True, default="", db_default=""
    )
    # Two visits of one party that did not fit into one point at each other's first.
    beside = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, db_index=False, related_name="besides"
    )
    # What a form of the desk was sent under: sent twice for one person, it is one visit.
    form_key = models.CharField(max_length=32, blank=True, default="", db_default="")
    sequence = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="visits"
    )
    arrived_at = models.DateTimeField(_("arrived at"), null=True)
    missed_at = models.DateTimeField(_("noted as not come at"), null=True)
    left_at = models.DateTimeField(_("went home at"), null=True)
    # A day that ran late: what was left was given other times, and the promised hour is over.
    replanned_at = models.DateTimeField(_("re-planned at"), null=True)
    interpreter = models.CharField(
        _("interpreter"), max_length=8, choices=Interpreter, blank=True, default="", db_default=""
    )
    follow_up_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="follow_ups"
    )
    # What was missing the time before.
    to_bring = models.CharField(
        _("to bring"), max_length=300, blank=True, default="", db_default=""
    )

    # What was answered before booking, and the version of the rules that was answered.
    rule_set = models.ForeignKey(
        RuleSet, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    answers = models.JSONField(_("answers"), default=dict, db_default={})
    # Said by the visitor: the office may ask whoever booked for them for papers an employer has.
    ask_employer = models.BooleanField(
        _("the employer may be asked"), default=False, db_default=False
    )

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["first_cell", "id"]
        constraints = [
            models.CheckConstraint(
                name="visit_held_until_some_time",
                condition=~models.Q(state="held") | models.Q(hold_expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_booked_knows_whom_and_when",
                condition=~models.Q(state="booked")
                | (
                    models.Q(confirmed_at__isnull=False)
                    & ~models.Q(name="")
                    # Whoever stands at the desk need not be reached.
                    & (~models.Q(email="") | ~models.Q(phone="") | models.Q(origin="walk-in"))
                    & ~models.Q(ticket="")
                ),
            ),
            models.CheckConstraint(
                name="visit_arrived_or_missed",
                condition=models.Q(arrived_at__isnull=True) | models.Q(missed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="visit_left_after_coming",
                condition=models.Q(left_at__isnull=True) | models.Q(arrived_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_answers_belong_to_rules",
                condition=models.Q(answers={}) | models.Q(rule_set__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_ends_after_it_starts",
                condition=models.Q(end_cell__gt=models.F("first_cell")),
            ),
            models.UniqueConstraint(
                fields=["center", "date", "ticket"],
                condition=~models.Q(ticket=""),
                name="visit_ticket_once_per_day",
            ),
            models.UniqueConstraint(
                fields=["session_key"],
                condition=models.Q(state="held") & ~models.Q(session_key=""),
                name="visit_one_hold_per_session",
            ),
            models.UniqueConstraint(
                fields=["form_key", "name"],
                condition=~models.Q(form_key=""),
                name="visit_once_per_form",
            ),
        ]
        indexes = [
            models.Index(fields=["center", "date"], name="visit_by_day"),
            models.Index(
                fields=["hold_expires_at"], condition=models.Q(state="held"), name="visit_held"
            ),
            models.Index(
                fields=["first_cell"], condition=models.Q(state="booked"), name="visit_coming"
            ),
            models.Index(
                fields=["beside"], condition=models.Q(beside__isnull=False), name="visit_beside"
            ),
            models.Index(
                fields=["address_hash", "created_at"],
                condition=~models.Q(address_hash=""),
                name="visit_by_address",
            ),
            models.Index(fields=["created_at"], name="visit_by_age"),
            models.Index(
                fields=["mail_key"], condition=~models.Q(mail_key=""), name="visit_by_person"
            ),
            models.Index(
                Upper("email"),
                "confirmed_at",
                condition=models.Q(confirmed_at__isnull=False),
                name="visit_by_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.starts_at:%Y-%m-%d %H:%M} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("permits:visit", args=[self.code])

    @property
    def starts_at(self) -> datetime:
        """When the party is expected at the door (UTC)."""
        return instant_of(self.first_cell)

    @property
    def ends_at(self) -> datetime:
        """When the last step ends (UTC)."""
        return instant_of(self.end_cell)

    @property
    def changeable_until(self) -> datetime:
        """Until when it can be moved or cancelled by link (UTC); read with its center."""
        return self.starts_at - timedelta(minutes=self.center.change_minutes)

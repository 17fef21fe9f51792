"""What departs from the weekly hours, and what a visitor was proposed when their time went."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from permits.models.rosters import Officer
from permits.models.visits import Visit


class DayHours(models.Model):
    """One officer's hours on one date, instead of the weekly ones; none: a day off.

    `hours` are local times in pairs: from, until, from, until …
    """

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="day_hours")
    date = models.DateField(_("date"))
    hours = ArrayField(models.TimeField(), default=list, blank=True, verbose_name=_("hours"))

    class Meta:
        verbose_name = _("hours of one day")
        verbose_name_plural = _("hours of one day")
        ordering = ["date", "officer"]
        constraints = [
            models.UniqueConstraint(fields=["officer", "date"], name="day_hours_once"),
            models.CheckConstraint(
                name="day_hours_in_pairs", condition=Q(hours__len__in=[0, 2, 4, 6, 8])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.date}"


class Absence(models.Model):
    """An officer is away from one day to another. Why is nobody's business, and kept nowhere."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "officer"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts", condition=Q(last_day__gte=F("first_day"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.first_day}–{self.last_day}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def unsettled(self) -> "ProposalQuerySet":
        """Those whose visit still stands at the time it cannot have.

        Whoever moves or cancels a visit raises its sequence: that settles the proposal.
        """
        return self.filter(
            state__in=Proposal.UNSETTLED,
            visit__state=Visit.State.BOOKED,
            visit__sequence=F("sequence"),
        )

    def open(self, *, at: datetime) -> "ProposalQuerySet":
        """Those whose time is still held for the visitor."""
        return self.unsettled().filter(
            state=Proposal.State.OPEN,
            held__state=Visit.State.HELD,
            held__hold_expires_at__gt=at,
        )


class Proposal(models.Model):
    """Another time for a booked visit whose officer will not be there.

    `held` is the hold that keeps the proposed time until it runs out; none where no time was
    free. The visit stays booked, and its cells its own, until somebody decides: so nobody's
    visit ever goes silently.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("Not answered in time")
        ACCEPTED = "accepted", _("Accepted")
        SETTLED = "settled", _("Settled otherwise")
        WITHDRAWN = "withdrawn", _("The first time holds again")

    UNSETTLED = (State.OPEN, State.DECLINED, State.LAPSED)

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="proposals")
    sequence = models.PositiveSmallIntegerField()
    held = models.OneToOneField(
        Visit, on_delete=models.SET_NULL, null=True, related_name="proposed_for"
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[ProposalQuerySet] = ProposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(state__in=["open", "declined", "lapsed"]),
                name="proposal_one_unsettled_per_visit",
            ),
            models.CheckConstraint(
                name="proposal_state_known",
                condition=Q(
                    state__in=["open", "declined", "lapsed", "accepted", "settled", "withdrawn"]
                ),
            ),
            models.CheckConstraint(
                name="proposal_decided_at_some_time",
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.state}"

"""The waiting list: parties that want an earlier time, what they were offered, freed time kept."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from permits.models.centers import Center
from permits.models.procedures import Procedure
from permits.models.rosters import Officer
from permits.models.steps import Attendee
from permits.models.visits import Visit
from rotonde.region.models import Municipality


class EmbargoQuerySet(models.QuerySet["Embargo"]):
    def live(self, *, at: datetime) -> "EmbargoQuerySet":
        """Those that still keep the public out."""
        return self.filter(until__gt=at)


class Embargo(models.Model):
    """Freed time of one officer that the public is not offered before `until`.

    It takes no tick: the waiting list, staff and walk-ins have it at once, and when the instant
    has passed it keeps nobody out, whether the row is gone by then or not. Nor does it keep out
    `visit`, whose time it was: a visit moved by mistake can move back.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="embargoes")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="embargoes")
    first_cell = models.IntegerField()
    cell_count = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()

    objects: ClassVar[EmbargoQuerySet] = EmbargoQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("freed time kept back")
        verbose_name_plural = _("freed times kept back")
        indexes = [models.Index(fields=["officer", "first_cell"], name="embargo_by_officer")]
        constraints = [
            models.CheckConstraint(
                name="embargo_keeps_time", condition=models.Q(cell_count__range=(1, 288))
            ),
            models.CheckConstraint(
                name="embargo_ends", condition=models.Q(until__gt=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.first_cell} ({self.until:%Y-%m-%d %H:%M})"


class WaitingPartyQuerySet(models.QuerySet["WaitingParty"]):
    def waiting(self) -> "WaitingPartyQuerySet":
        """Parties that still want a time, the one that joined first leading."""
        return self.filter(state=WaitingParty.State.WAITING).order_by("joined_at", "id")

    def unoffered(self) -> "WaitingPartyQuerySet":
        """Parties that wait and have no offer to answer."""
        offered = WaitingOffer.objects.filter(state=WaitingOffer.State.OPEN).values("party")
        return self.waiting().exclude(pk__in=offered)


class WaitingParty(models.Model):
    """A party that waits for a time at a center: when it can come, and at what notice.

    `visit` is the visit an accepted offer moves; without one it becomes a visit of its own.
    `code` (128 random bits) is the private link; `form_key` makes a form sent twice one entry.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MET = "met", _("Got a time")
        LEFT = "left", _("Left the list")
        ENDED = "ended", _("Ended")

    class Part(models.TextChoices):
        ANY = "", pgettext_lazy("part of the day", "Any time of the day")
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")

    code = models.CharField(max_length=22, unique=True)
    form_key = models.CharField(max_length=22, unique=True)
    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="waiting")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, null=True, related_name="waiting_for_earlier"
    )
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"))
    part = models.CharField(_("part of the day"), max_length=9, choices=Part, blank=True)
    notice_hours = models.PositiveSmallIntegerField(_("notice needed (hours)"))
    officer_language = models.CharField(_("language of the officer"), max_length=3, blank=True)
    email = models.EmailField(_("email address"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    joined_at = models.DateTimeField(_("joined at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    # Not looked at yet, or free again to be offered something: look at all its days once.
    fresh = models.BooleanField(default=True)

    objects: ClassVar[WaitingPartyQuerySet] = WaitingPartyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("party on the waiting list")
        verbose_name_plural = _("parties on the waiting list")
        ordering = ["joined_at", "id"]
        indexes = [
            models.Index(
                fields=["center", "joined_at"],
                condition=models.Q(state="waiting"),
                name="waiting_in_order",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="waiting_from_a_day_until_a_day",
                condition=models.Q(until_date__gte=models.F("from_date")),
            ),
            models.CheckConstraint(
                name="waiting_state_known",
                condition=models.Q(state__in=["waiting", "met", "left", "ended"]),
            ),
            models.CheckConstraint(
                name="waiting_or_ended_some_time",
                condition=models.Q(state="waiting", ended_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                Upper("email"),
                "center",
                condition=models.Q(state="waiting"),
                name="waiting_once_per_mail_and_center",
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=models.Q(state="waiting"),
                name="waiting_once_per_visit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.joined_at:%Y-%m-%d %H:%M} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("permits:waiting", args=[self.code])


class WaitingPerson(models.Model):
    """One person of a party that has no visit yet, in the order of the party."""

    party = models.ForeignKey(WaitingParty, on_delete=models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Attendee.Kind)
    name = models.CharField(_("name"), max_length=120, blank=True)
    procedures = models.ManyToManyField(Procedure, related_name="+")

    class Meta:
        ordering = ["party", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "position"], name="waiting_person_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id}/{self.position}"


class WaitingOffer(models.Model):
    """A freed time kept for one waiting party: `hold` owns its ticks until it is answered.

    Never changed once settled: who was offered what, and how long they had waited, can be read.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("offer", "Not answered yet")
        ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
        DECLINED = "declined", pgettext_lazy("offer", "Declined")
        LAPSED = "lapsed", pgettext_lazy("offer", "Not answered in time")

    party = models.ForeignKey(WaitingParty, on_delete=models.CASCADE, related_name="offers")
    hold = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="waiting_offer")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    offered_at = models.DateTimeField(_("offered at"))
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("offer to a waiting party")
        verbose_name_plural = _("offers to waiting parties")
        ordering = ["offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=models.Q(state="open"), name="waiting_one_open_offer"
            ),
            models.CheckConstraint(
                name="waiting_offer_settled_some_time",
                condition=models.Q(state="open", settled_at__isnull=True)
                | models.Q(state__in=["accepted", "declined", "lapsed"], settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.offered_at:%Y-%m-%d %H:%M} ({self.state})"

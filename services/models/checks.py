"""Whether what we say of a service is still so: its owner's word, and what visitors noticed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.services import Service


class OwnersCheckQuerySet(models.QuerySet["OwnersCheck"]):
    def overtaken(self) -> "OwnersCheckQuerySet":
        """Rounds an editor made needless: by checking the entry, hiding it or showing it again."""
        asked_on = TruncDate("asked_at", tzinfo=timezone.get_default_timezone())
        published = Q(service__state=Service.State.PUBLISHED)
        asking = Q(next_at__isnull=False) | Q(marked_at__isnull=False, hidden_at=None)
        ended = asking & (Q(service__checked_on__gte=asked_on) | ~published)
        return self.filter(ended | Q(hidden_at__isnull=False) & published)


class OwnersCheck(models.Model):
    """The owner is asked whether the entry is still correct; one row a service, round by round.

    `code` opens the page with the one button, without an account. `asks` counts the mails of the
    round; `next_at` is when the next step is due, nothing once the round is over. With the fourth
    mail the entry is marked, and when that one stays unanswered it is hidden. `replied_at` is when
    the owner sent a correction, which ends the mails; `answered_at` when the entry was confirmed.
    """

    MOST_ASKS = 4

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="owners_check")
    code = models.CharField(max_length=32, unique=True)
    recipient = models.EmailField(_("owner's mail address"))
    asked_at = models.DateTimeField(_("asked at"))
    asks = models.PositiveSmallIntegerField(_("mails"), default=1)
    next_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(_("correction sent at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    marked_at = models.DateTimeField(_("marked at"), null=True)
    hidden_at = models.DateTimeField(_("hidden at"), null=True)

    objects = OwnersCheckQuerySet.as_manager()

    class Meta:
        ordering = ["service"]
        indexes = [
            models.Index(fields=["next_at"], name="check_due", condition=Q(next_at__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(name="check_asked_so_often", condition=Q(asks__range=(1, 4))),
            models.CheckConstraint(
                name="check_answered_is_over",
                condition=Q(answered_at=None)
                | Q(next_at=None, marked_at=None, hidden_at=None, answered_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="check_replied_is_asked_no_more",
                condition=Q(replied_at=None) | Q(next_at=None, replied_at__gte=F("asked_at")),
            ),
            models.CheckConstraint(
                name="check_hidden_was_marked",
                condition=Q(hidden_at=None) | Q(marked_at__isnull=False, next_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.asks}"

    def get_absolute_url(self) -> str:
        return reverse("services:check", args=[self.code])


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def waiting(self) -> "SuggestionQuerySet":
        """Those an editor has yet to read."""
        return self.filter(state=self.model.State.OPEN)


class Suggestion(models.Model):
    """Somebody says that an entry is wrong, and how; nobody's name is kept."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Changed as suggested")
        DECLINED = "declined", _("Left as it is")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="suggestions")
    text = models.TextField(_("what is wrong"), max_length=2000)
    by_owner = models.BooleanField(_("from the owner"), default=False)
    made_at = models.DateTimeField()
    form_key = models.CharField(max_length=22, null=True, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="suggestion_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="suggestion_settled_or_open",
                condition=Q(state="open", settled_at=None)
                | Q(state__in=["done", "declined"], settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.text[:40]}"

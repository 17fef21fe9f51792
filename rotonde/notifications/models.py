"""The outbox: what people are to be told, when, and whether they were."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> "MessageQuerySet":
        """Waiting messages whose hour has come, and those whose carrier let go of them."""
        return self.filter(
            models.Q(state=Message.State.QUEUED, due_at__lte=at)
            | models.Q(state=Message.State.SENDING, lease_until__lte=at)
        )


class Message(models.Model):
    """One message to one person about one thing.

    `kind` names an entry of the registry in `rotonde.notifications.kinds`, which renders it at
    delivery; `target` is the natural key of what it is about ("visit:…"); `anchor` is the instant
    it hangs on, so that a moved visit is reminded of again and the same one never twice. Staff
    may send it once more: that is the next `copy` for the same occasion.

    What was sent is kept in `sent_subject` and `sent_text` with its secrets masked, so that the
    outbox opens nothing (see rotonde.notifications.masking).
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("No longer needed")
        FAILED = "failed", _("Failed")
        STOPPED = "stopped", _("Stopped")

    recipient = models.CharField(max_length=254)
    channel = models.CharField(max_length=10, default="email")
    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=80)
    anchor = models.DateTimeField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    time_zone = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    sent_subject = models.CharField(max_length=300, blank=True)
    sent_text = models.TextField(blank=True)
    copy = models.PositiveSmallIntegerField(default=0)
    # Who of the staff had it sent once more, or stopped it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "kind", "target", "anchor", "copy"],
                name="message_once_per_occasion",
            ),
            models.CheckConstraint(
                name="message_sending_has_a_carrier",
                condition=~models.Q(state="sending")
                | models.Q(token__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="message_sent_knows_when",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                Upper("recipient"), models.F("due_at").desc(), name="message_by_recipient"
            ),
            models.Index(
                fields=["due_at"], condition=models.Q(state="queued"), name="message_waiting"
            ),
            models.Index(
                fields=["lease_until"], condition=models.Q(state="sending"), name="message_carried"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


class Canary(models.Model):
    """One row a live worker keeps moving: health means consumption, not a running process."""

    name = models.CharField(max_length=20, primary_key=True)
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

"""Putting a message into the outbox, inside the transaction of what it tells about."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from rotonde.notifications.models import Message
from rotonde.notifications.waking import wake


@dataclass(frozen=True)
class Occasion:
    """Whom to tell what, about what, and when it is due."""

    recipient: str
    kind: str
    target: str
    anchor: datetime
    language: str
    time_zone: str
    due_at: datetime
    channel: str = "email"


def queue(
    *,
    recipient: str,
    kind: str,
    target: str,
    anchor: datetime,
    language: str,
    time_zone: str,
    due_at: datetime,
    at: datetime,
    channel: str = "email",
) -> bool:
    """Queue one message for delivery at `due_at`; whether it was new.

    The same occasion (recipient, channel, kind, target, anchor) is queued once, however often it
    is asked for. A message due already wakes a worker when the transaction commits.
    """
    occasion = Occasion(recipient, kind, target, anchor, language, time_zone, due_at, channel)
    before = Message.objects.filter(
        recipient=recipient, channel=channel, kind=kind, target=target, anchor=anchor
    ).exists()
    if before:
        return False
    queue_all([occasion], at=at)
    return True


def queue_all(occasions: Sequence[Occasion], *, at: datetime) -> None:
    """Queue several messages in one statement; an occasion queued before stays as it is."""
    Message.objects.bulk_create(
        [_message(occasion, at) for occasion in occasions], ignore_conflicts=True, batch_size=500
    )
    if any(occasion.due_at <= at for occasion in occasions):
        transaction.on_commit(wake)


def _message(occasion: Occasion, at: datetime) -> Message:
    return Message(
        **vars(occasion),
        created_at=at,
        message_id=f"<{uuid.uuid4()}@{settings.SITE_HOST}>",
    )

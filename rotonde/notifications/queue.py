"""Putting a message into the outbox, inside the transaction of what it tells about."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

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


# In SQL because every confirmation queues three messages while everybody else waits for its day:
# Django takes far longer to compose the statement than PostgreSQL to carry it out.
_QUEUE = """
    INSERT INTO notifications_message (recipient, kind, target, anchor, language, time_zone,
        due_at, channel, message_id, created_at,
        state, attempts, last_error, sent_subject, sent_text, copy)
    SELECT each.*, %s, 'queued', 0, '', '', '', 0
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::text[],
        %s::timestamptz[], %s::text[], %s::text[]) AS each
    ON CONFLICT DO NOTHING
"""


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
    if not occasions:
        return
    columns = zip(*(_row(occasion) for occasion in occasions), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, [at, *(list(column) for column in columns)])
    if any(occasion.due_at <= at for occasion in occasions):
        transaction.on_commit(wake)


def _row(occasion: Occasion) -> tuple[Any, ...]:
    message_id = f"<{uuid.uuid4()}@{settings.SITE_HOST}>"
    return (*vars(occasion).values(), message_id)

"""Delivery: carries due messages from the outbox to their readers.

A carrier claims a few rows under a token and a lease, sends them over one SMTP connection, and
records each outcome under its token before it begins the next. A carrier that dies lets its lease
run out, and the next one carries on: only the mail that was on its way may be sent again, with the
same Message-ID, which receivers fold into one.
"""

import logging
import smtplib
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from rotonde.notifications.kinds import Mail, kind_of
from rotonde.notifications.masking import kept
from rotonde.notifications.models import Message

logger = logging.getLogger(__name__)

BATCH = 50
# A sweep begins no mail after this, and the next sweep goes on; so the lease of what it carries
# never runs out under it: two minutes are more than the slowest mail server takes for one mail.
SWEEP = timedelta(minutes=1)
LEASE = SWEEP + timedelta(minutes=2)
ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True)
class Sweep:
    """What one sweep did: counts of messages."""

    sent: int = 0
    dropped: int = 0
    postponed: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        return self.sent + self.dropped + self.postponed + self.failed


def claim_due(*, at: datetime, limit: int = BATCH) -> list[Message]:
    """Take up to `limit` due messages: nobody else carries them until the lease runs out."""
    token = uuid.uuid4()
    with transaction.atomic():
        ids = list(
            Message.objects.due(at=at)
            .order_by("due_at", "id")
            .select_for_update(skip_locked=True)
            .values_list("id", flat=True)[:limit]
        )
        Message.objects.due(at=at).filter(id__in=ids).update(
            state=Message.State.SENDING,
            token=token,
            lease_until=at + LEASE,
            attempts=F("attempts") + 1,
        )
    return list(Message.objects.filter(token=token, state=Message.State.SENDING).order_by("id"))


def deliver_due(*, at: datetime) -> Sweep:
    """Deliver what is due at `at`, batch by batch, over one connection, for a minute at most."""
    outcomes: list[str] = []
    ends = time.monotonic() + SWEEP.total_seconds()
    connection = get_connection()
    try:
        while time.monotonic() < ends and (batch := claim_due(at=at)):
            for message in batch:
                in_time = time.monotonic() < ends
                outcomes.append(_carry(message, connection) if in_time else _give_back(message))
    finally:
        connection.close()
    return Sweep(
        **{name: outcomes.count(name) for name in ("sent", "dropped", "postponed", "failed")}
    )


def _carry(message: Message, connection: BaseEmailBackend) -> str:
    try:
        mail = _rendered(message)
        words = kept(message, mail) if mail else {}
    except Exception as error:  # a template that breaks must not stop the other messages
        logger.exception("message %s could not be written", message.pk)
        return _postpone(message, error)
    if mail is None:
        return _record(message, state=Message.State.DROPPED)
    mail.connection = connection
    try:
        # Opened once, reused for every message; Django opens lazily and keeps it.
        connection.open()
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        if _is_final(error):
            return _record(message, state=Message.State.FAILED, last_error=_words(error))
        connection.close()
        return _postpone(message, error)
    return _record(message, state=Message.State.SENT, sent_at=timezone.now(), **words)


def _rendered(message: Message) -> EmailMultiAlternatives | None:
    kind = kind_of(message)
    with override(message.language), timezone.override(ZoneInfo(message.time_zone)):
        if not kind.relevant(message):
            return None
        mail = kind.render(message)
    return envelope(message, mail)


def envelope(message: Message, mail: Mail) -> EmailMultiAlternatives:
    """`mail` ready to be sent to the recipient of `message`, under its Message-ID."""
    sent = EmailMultiAlternatives(
        " ".join(mail.subject.split()),
        mail.text,
        to=[message.recipient],
        headers={
            "Message-ID": message.message_id,
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    sent.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        sent.attach(attachment.filename, attachment.content, attachment.mimetype)
    return sent


def _record(message: Message, *, state: str, **fields: object) -> str:
    """Write the outcome, if the message is still ours to write about."""
    Message.objects.filter(pk=message.pk, token=message.token).update(
        state=state, token=None, lease_until=None, **fields
    )
    return str(state)


def _give_back(message: Message) -> str:
    """Let another sweep carry what this one has not begun."""
    _record(message, state=Message.State.QUEUED, attempts=F("attempts") - 1)
    return "postponed"


def _postpone(message: Message, error: Exception) -> str:
    """Try again later, each time after a longer pause; give up after the last attempt."""
    if message.attempts >= ATTEMPTS:
        return _record(message, state=Message.State.FAILED, last_error=_words(error))
    pause = FIRST_PAUSE * 2 ** (message.attempts - 1)
    _record(
        message,
        state=Message.State.QUEUED,
        due_at=timezone.now() + pause,
        last_error=_words(error),
    )
    return "postponed"


def _is_final(error: Exception) -> bool:
    """Whether the mail server refuses this mail for good; a 4xx says: not now."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]

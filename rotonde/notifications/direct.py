"""Mail that must not wait in the outbox, because it carries a secret.

A sign-in code stored for delivery could be read by whoever reads the outbox, so it is sent at
once, and recorded like every other mail: its words with the secrets masked.
"""

import logging
import smtplib
import uuid
from datetime import datetime

from django.conf import settings

from rotonde.notifications.delivery import envelope
from rotonde.notifications.kinds import Mail
from rotonde.notifications.masking import kept
from rotonde.notifications.models import Message

logger = logging.getLogger(__name__)


def send_now(
    *,
    recipient: str,
    kind: str,
    target: str,
    language: str,
    time_zone: str,
    mail: Mail,
    at: datetime,
) -> bool:
    """Send `mail` now; whether the mail server took it. Its secrets are stored nowhere.

    Call it outside of transactions: a mail server that is slow must not hold a lock.
    """
    message = Message(
        recipient=recipient,
        kind=kind,
        target=target,
        anchor=at,
        language=language,
        time_zone=time_zone,
        due_at=at,
        created_at=at,
        attempts=1,
        message_id=f"<{uuid.uuid4()}@{settings.SITE_HOST}>",
    )
    sent = envelope(message, mail)
    words = kept(message, sent)
    try:
        sent.send()
    except (smtplib.SMTPException, OSError) as error:
        # The server's words may quote the mail, so only their kind is kept.
        logger.warning("a mail of kind %s could not be sent: %s", kind, type(error).__name__)
        message.state, message.last_error = Message.State.FAILED, type(error).__name__
    else:
        message.state, message.sent_at = Message.State.SENT, at
        message.sent_subject, message.sent_text = words["sent_subject"], words["sent_text"]
    message.save(force_insert=True)
    return message.state == Message.State.SENT

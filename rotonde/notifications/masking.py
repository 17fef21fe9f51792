"""What is kept of a mail once it has left: its words, without what would open a door.

Each kind declares its secrets (a private link's code, the shape of a sign-in code). Beside those,
whatever looks like a random key inside an address is taken out of every mail, so that a kind that
forgot to declare one gives nothing away either.
"""

import re
from collections.abc import Iterable

from django.core.mail import EmailMessage

from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message

MASK = "•••"
SUBJECT_LENGTH = 300

# 16 characters or more of an address, with a digit or letters of both cases: no word is written so.
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_KEY = re.compile(
    r"(?<![A-Za-z0-9_-])"
    r"(?=[A-Za-z0-9_-]*(?:[0-9]|[a-z][A-Z]|[A-Z][a-z]))[A-Za-z0-9_-]{16,}"
    r"(?![A-Za-z0-9_-])"
)
_SLUG = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


def kept(message: Message, mail: EmailMessage) -> dict[str, str]:
    """The fields of `message` that remember `mail`; made before it is sent."""
    secrets = list(kind_of(message).secrets(message))
    return {
        "sent_subject": masked(str(mail.subject), secrets)[:SUBJECT_LENGTH],
        "sent_text": masked(str(mail.body), secrets),
    }


def masked(text: str, secrets: Iterable[str | re.Pattern[str]]) -> str:
    """`text` with every secret, and every key in an address, replaced by dots."""
    for secret in secrets:
        if isinstance(secret, re.Pattern):
            text = secret.sub(MASK, text)
        elif secret:
            text = text.replace(secret, MASK)
    return _ADDRESS.sub(lambda found: _KEY.sub(_dots, found[0]), text)


def _dots(found: re.Match[str]) -> str:
    """Dots for a key; the readable name of a page stays."""
    return found[0] if _SLUG.fullmatch(found[0]) else MASK

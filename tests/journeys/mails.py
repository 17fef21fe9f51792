"""What the portal sent, opened the way its reader does: from the mail."""

import re

from django.utils import timezone

from rotonde.notifications.delivery import deliver_due
from tests.notifications.conftest import Postbox

_LINK = re.compile(r"https?://\S+")


def last_link(postbox: Postbox, *, to: str, part: str = "/") -> str:
    """Deliver what is due; the first address with `part` in it in the last mail to somebody."""
    deliver_due(at=timezone.now())
    mail = next(mail for mail in reversed(postbox.mails) if mail["To"] == to)
    text = mail.get_body(("plain",)).get_content()
    links = [link for link in _LINK.findall(text) if part in link]
    assert links, text
    return links[0]

"""The mails about hires: what each kind says, in its reader's language."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rotonde.common.links import whole
from rotonde.employers.messages import ACCEPTED, BOOKED, INVITED, KINDS, hire_of, is_relevant
from rotonde.notifications.kinds import Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written

_TITLES = {
    INVITED: _("An employer invites you"),
    ACCEPTED: _("Somebody you registered has accepted"),
    BOOKED: _("Your employer booked a visit for you"),
}


class HireGone(LookupError):
    """A mail about a hire that no longer exists."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    hire = hire_of(message)
    if hire is None:
        raise HireGone(message.target)
    # Each mail gets the one link its reader may have; the hire's own never leaves for others.
    link = (
        reverse("employers:hire", args=[hire.public_id])
        if message.kind == ACCEPTED
        else reverse("employers:invitation", args=[hire.code])
    )
    context = {
        "hire": hire,
        "visit": hire.visit,
        "link": whole(link),
    }

    return written(message.kind, context)


def _links(message: Message) -> list[str]:
    """The code of the hire's private link opens the hire's choice."""
    hire = hire_of(message)
    return [hire.code] if hire else []


def register_kinds() -> None:
    """Make every mail about hires known to the outbox."""
    for name in KINDS:
        register(Kind(name, is_relevant, render, title=_TITLES[name], secrets=_links))

"""The mails about events: what each kind says, in the reader's language and the event's time."""

from django.utils.translation import gettext_lazy as _

from events.calendar import Method, invitation
from events.models import Registration
from events.presentation.facts import Facts, facts
from events.reminders import (
    CANCELLED,
    CONFIRMED,
    KINDS,
    MOVED,
    PROMOTED,
    REMINDER,
    WAITING,
    WITHDRAWN,
    is_relevant,
    registration_of,
)
from rotonde.notifications.kinds import Attachment, Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written

# What travels with each kind; reminders bring no calendar entry, theirs is in place already.
_METHODS: dict[str, Method] = {
    CONFIRMED: "REQUEST",
    PROMOTED: "REQUEST",
    MOVED: "REQUEST",
    CANCELLED: "CANCEL",
    WITHDRAWN: "CANCEL",
}

_TITLES = {
    CONFIRMED: _("You are registered for an event"),
    WAITING: _("You are on the waiting list of an event"),
    PROMOTED: _("There are seats for you at an event"),
    WITHDRAWN: _("You are no longer registered for an event"),
    REMINDER: _("Your event is tomorrow"),
    CANCELLED: _("Your event is cancelled"),
    MOVED: _("Your event has a new time"),
}


class RegistrationGone(LookupError):
    """A mail about a registration that no longer exists."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    registration = registration_of(message)
    if registration is None:
        raise RegistrationGone(message.target)
    told = facts(registration)
    context = {
        "registration": registration,
        "occurrence": told.occurrence,
        "event": told.event,
        "facts": told,
        "kind": message.kind,
    }

    return written(message.kind, context, attachments=_attachments(message.kind, told))


def private_links(message: Message) -> list[str]:
    """What opens the registration, and the event itself where it happens online."""
    registration = registration_of(message)
    if registration is None:
        return []
    return [registration.code, registration.occurrence.event.joining_link]


def _attachments(kind: str, told: Facts) -> tuple[Attachment, ...]:
    method = _METHODS.get(kind)
    # Who waits has nothing in the calendar that could change.
    if method is None or told.registration.state == Registration.State.WAITING:
        return ()
    content = invitation(told, method=method)
    return (Attachment("event.ics", content, f"text/calendar; method={method}; charset=utf-8"),)


def register_kinds() -> None:
    """Make every mail about events known to the outbox."""
    for name in KINDS:
        register(
            Kind(
                name=name,
                relevant=is_relevant,
                render=render,
                title=_TITLES[name],
                secrets=private_links,
            )
        )

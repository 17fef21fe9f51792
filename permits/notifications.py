"""The mails about a visit: what each kind says, in the reader's language and the center's time."""

from django.utils.translation import gettext_lazy as _

from permits.calendar import Method, invitation
from permits.desk import took_home
from permits.desk.messages import MISSED, TOOK_HOME, still_closed, still_missed
from permits.presentation.facts import Facts, facts
from permits.presentation.tickets import ticket_picture
from permits.readiness.reading import readiness_of
from permits.reminders import CANCELLED, CONFIRMED, KINDS, MOVED, REMINDERS, is_relevant, visit_of
from permits.rostering import mails, messages
from rotonde.notifications.kinds import Attachment, Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written

# What travels with each kind; reminders bring no calendar entry, theirs is in place already.
_METHODS: dict[str, Method] = {CONFIRMED: "REQUEST", MOVED: "REQUEST", CANCELLED: "CANCEL"}

_TITLES = {
    CONFIRMED: _("Your visit is booked"),
    MOVED: _("Your visit has a new time"),
    CANCELLED: _("Your visit is cancelled"),
    "visit-reminder-3d": _("Your visit is in three days"),
    "visit-reminder-1d": _("Your visit is tomorrow"),
}
_OF_ROSTERS = {
    messages.PROPOSED: _("Your visit needs another time"),
    messages.LAPSED: _("Your visit still needs another time"),
    messages.HOLDS_AGAIN: _("Your visit can take place after all"),
}


class VisitGone(LookupError):
    """A mail about a visit that no longer exists."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    visit = visit_of(message)
    if visit is None:
        raise VisitGone(message.target)
    told = facts(visit)
    context = {"visit": visit, "facts": told, "kind": message.kind}
    if message.kind in REMINDERS:
        context["readiness"] = readiness_of(visit)

    return written(message.kind, context, attachments=_attachments(message.kind, told))


def private_link(message: Message) -> list[str]:
    """The code that opens the visit."""
    visit = visit_of(message)
    return [visit.code] if visit else []


def _attachments(kind: str, told: Facts) -> tuple[Attachment, ...]:
    method = _METHODS.get(kind)
    if method is None:
        return ()
    content = invitation(told, method=method)
    entry = Attachment("visit.ics", content, f"text/calendar; method={method}; charset=utf-8")
    if kind == CANCELLED:
        return (entry,)
    ticket = Attachment(f"{told.visit.ticket}.png", ticket_picture(told.visit), "image/png")
    return (entry, ticket)


def register_kinds() -> None:
    """Make every mail about visits known to the outbox."""
    register(
        Kind(
            name=MISSED,
            relevant=still_missed,
            render=render,
            title=_("We missed you"),
            secrets=private_link,
        )
    )
    register(
        Kind(
            name=TOOK_HOME,
            relevant=still_closed,
            render=took_home.render,
            title=_("What you took home"),
            secrets=took_home.feedback_code,
        )
    )
    for name, title in _OF_ROSTERS.items():
        register(
            Kind(
                name=name,
                relevant=messages.is_relevant,
                render=mails.render,
                title=title,
                secrets=private_link,
            )
        )
    for name in KINDS:
        register(
            Kind(
                name=name,
                relevant=is_relevant,
                render=render,
                title=_TITLES[name],
                secrets=private_link,
            )
        )

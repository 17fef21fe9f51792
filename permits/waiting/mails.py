"""The mails about the waiting list: what each says, in the reader's language."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from permits.models import WaitingParty
from permits.presentation.facts import facts
from permits.presentation.quests import quest_waiting
from permits.waiting.messages import ENDED, JOINED, OFFERED, is_relevant, offer_of, waiting_of
from permits.waiting.standing import visit_kept
from rotonde.common.links import whole
from rotonde.notifications.kinds import Kind, Mail, register
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written

_TITLES = {
    JOINED: _("You are on the waiting list"),
    OFFERED: _("A time is free for you"),
    ENDED: _("Your place on the waiting list has ended"),
}


class PartyGone(LookupError):
    """A mail about a party that no longer exists."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    waiting = waiting_of(message)
    if waiting is None:
        raise PartyGone(message.target)
    offer = offer_of(message) if message.kind == OFFERED else None
    context: dict[str, Any] = {
        "waiting": waiting,
        "offer": offer,
        "link": whole(waiting.get_absolute_url()),
    }
    if message.kind == ENDED:
        context |= _after_waiting(waiting)

    return written(message.kind, context)


def _after_waiting(waiting: WaitingParty) -> dict[str, Any]:
    """The visit the party has all the same, or where it finds times for what it waited for."""
    kept = visit_kept(waiting, at=timezone.now())
    if kept:
        return {"visit": kept, "facts": facts(kept)}
    quest = quest_waiting(waiting)
    page = reverse("permits:times" if quest else "permits:start")
    query = f"?{quest.query(center=waiting.center.slug)}" if quest else ""
    return {"look": whole(page + query)}


def private_link(message: Message) -> list[str]:
    """The codes that open the party's page, and the visit it has all the same."""
    waiting = waiting_of(message)
    if waiting is None:
        return []
    kept = visit_kept(waiting, at=timezone.now()) if message.kind == ENDED else None
    return [waiting.code, *([kept.code] if kept else [])]


def register_kinds() -> None:
    """Make the mails about the waiting list known to the outbox."""
    for name, title in _TITLES.items():
        register(
            Kind(
                name=name,
                relevant=is_relevant,
                render=render,
                title=title,
                secrets=private_link,
            )
        )

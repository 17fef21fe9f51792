"""The mail that asks an owner whether the entry is still correct."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rotonde.common.links import whole
from rotonde.notifications.kinds import Kind, Mail, about, found_once, register
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue
from rotonde.notifications.writing import written
from services.models import OwnersCheck

CHECK = "entry-check"
# Organisations here work in Dutch; the page the mail leads to speaks all eight languages.
LANGUAGE = "nl"


class CheckGone(LookupError):
    """A mail about an entry that no longer exists."""


def queue_check(check: OwnersCheck, *, at: datetime) -> None:
    """Queue the mail of this step of the round; part of the transaction that takes it."""
    queue(
        recipient=check.recipient,
        kind=CHECK,
        target=f"check:{check.pk}",
        anchor=at,
        language=LANGUAGE,
        time_zone=settings.TIME_ZONE,
        due_at=at,
        at=at,
    )


@found_once
def check_of(message: Message) -> OwnersCheck | None:
    """The check a message is about, with its entry."""
    checks = OwnersCheck.objects.select_related("service__organisation")
    return about(message, "check", checks)


def is_relevant(message: Message) -> bool:
    """Whether the owner still owes an answer to the question of this round."""
    check = check_of(message)
    if check is None or check.next_at is None or check.recipient != message.recipient:
        return False
    return not OwnersCheck.objects.overtaken().filter(pk=check.pk).exists()


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    check = check_of(message)
    if check is None:
        raise CheckGone(message.target)
    context = {
        "check": check,
        "service": check.service,
        "link": whole(check.get_absolute_url()),
        "entry": whole(check.service.get_absolute_url()),
    }

    return written(CHECK, context)


def private_link(message: Message) -> list[str]:
    """The code that lets whoever has it answer for the owner."""
    check = check_of(message)
    return [check.code] if check else []


def register_kinds() -> None:
    """Make the mail known to the outbox."""
    title = _("Is your entry in the directory still correct?")
    register(Kind(CHECK, is_relevant, render, title, private_link))

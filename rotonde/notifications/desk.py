"""What staff do with the outbox: look into it, send a message once more, stop one that waits."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from rotonde.notifications.kinds import UnknownKind, kind_of
from rotonde.notifications.models import Message
from rotonde.notifications.waking import wake

UNDER_WAY = (Message.State.QUEUED, Message.State.SENDING)


class OutboxRefused(Exception):
    """Nothing was sent or stopped."""


class NoLongerWaiting(OutboxRefused):
    """The message has left, or was stopped, in the meantime."""


class AlreadyUnderWay(OutboxRefused):
    """The same message is waiting to be sent."""


class NoLongerTrue(OutboxRefused):
    """What the message says no longer holds, or it was a secret that is kept nowhere."""


def found(
    messages: QuerySet[Message], *, address: str = "", kind: str = "", state: str = ""
) -> QuerySet[Message]:
    """Those of `messages` to an address that contains `address`, of a kind, in a state.

    The latest that were queued first: reminders of next spring are not what people ask about.
    """
    if address:
        messages = messages.filter(recipient__icontains=address)
    if kind:
        messages = messages.filter(kind=kind)
    if state:
        messages = messages.filter(state=state)
    return messages.order_by("-pk")


def may_be_sent_again(message: Message) -> bool:
    """Whether the message would still say what is so."""
    try:
        return bool(kind_of(message).relevant(message))
    except UnknownKind:
        return False


def send_again(*, message: Message, by: Any, at: datetime) -> Message:
    """Queue the same message as the next copy, written anew when it leaves.

    Raises AlreadyUnderWay where one is waiting, NoLongerTrue.
    """
    with transaction.atomic():
        # The first of all copies is the lock on the occasion.
        occasion = Message.objects.filter(
            recipient=message.recipient,
            channel=message.channel,
            kind=message.kind,
            target=message.target,
            anchor=message.anchor,
        )
        list(occasion.filter(copy=0).select_for_update().values_list("pk"))
        if occasion.filter(state__in=UNDER_WAY).exists():
            raise AlreadyUnderWay
        if not may_be_sent_again(message):
            raise NoLongerTrue
        latest = occasion.aggregate(latest=Max("copy"))["latest"]
        made = Message.objects.create(
            recipient=message.recipient,
            channel=message.channel,
            kind=message.kind,
            target=message.target,
            anchor=message.anchor,
            copy=latest + 1,
            language=message.language,
            time_zone=message.time_zone,
            due_at=at,
            created_at=at,
            by=by,
            message_id=f"<{uuid4()}@{settings.SITE_HOST}>",
        )
        transaction.on_commit(wake)
    return made


def stop(*, message: Message, by: Any, at: datetime) -> Message:
    """Keep a message that still waits from being sent. Raises NoLongerWaiting."""
    stopped = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED).update(
        state=Message.State.STOPPED, by=by
    )
    if not stopped:
        raise NoLongerWaiting
    message.refresh_from_db()
    return message

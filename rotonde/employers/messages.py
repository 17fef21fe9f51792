"""Who is told what about a hire: each message once, and only while it still holds.

A message's target is "hire:<pk>", so the outbox never stores a private link. It hangs on the
instant (the anchor) of what it tells about.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from permits.models import Visit
from rotonde.employers.models import Hire
from rotonde.notifications.kinds import about, found_once
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue
from rotonde.organisations.access import employers_of

INVITED = "hire-invited"
ACCEPTED = "hire-accepted"
BOOKED = "hire-visit-booked"
KINDS = (INVITED, ACCEPTED, BOOKED)


def tell_invited(hire: Hire, *, at: datetime) -> None:
    """Queue the invitation; part of the transaction that writes its code."""
    _tell(hire, INVITED, anchor=hire.invited_at, at=at)


def tell_accepted(hire: Hire, *, at: datetime) -> None:
    """Queue word to whoever registered the hire: that they accepted, and nothing else."""
    reader = hire.registered_by
    if reader is None:
        return
    queue(
        recipient=reader.email,
        kind=ACCEPTED,
        target=f"hire:{hire.pk}",
        anchor=hire.accepted_at or at,
        language=reader.language,
        time_zone=reader.time_zone,
        due_at=at,
        at=at,
    )


def tell_booked(hire: Hire, visit: Visit, *, at: datetime) -> None:
    """Queue word to the hire that somebody booked for them; the visit's own mail has the link."""
    _tell(hire, BOOKED, anchor=visit.confirmed_at or at, at=at, time_zone=visit.center.time_zone)


@found_once
def hire_of(message: Message) -> Hire | None:
    """The hire a message is about, with who registered and what is booked."""
    everything = Hire.objects.select_related("employer", "agency", "registered_by", "visit__center")
    return about(message, "hire", everything)


def is_relevant(message: Message) -> bool:
    """Whether what the message says is still so, and its reader may still know it."""
    hire = hire_of(message)
    if hire is None or not hire.is_open:
        return False
    if message.kind == INVITED:
        return not hire.has_accepted and hire.invited_at == message.anchor
    if message.kind == ACCEPTED:
        return hire.accepted_at == message.anchor and still_acts(hire)
    visit = hire.visit
    return bool(
        visit and visit.state == Visit.State.BOOKED and visit.confirmed_at == message.anchor
    )


def still_acts(hire: Hire) -> bool:
    """Whether who registered the hire still speaks for the employer."""
    reader = hire.registered_by
    if reader is None:
        return False
    return employers_of(reader, on=timezone.localdate()).filter(pk=hire.employer_id).exists()


def _tell(
    hire: Hire, kind: str, *, anchor: datetime, at: datetime, time_zone: str = settings.TIME_ZONE
) -> None:
    queue(
        recipient=hire.email,
        kind=kind,
        target=f"hire:{hire.pk}",
        anchor=anchor,
        language=hire.language,
        time_zone=time_zone,
        due_at=at,
        at=at,
    )

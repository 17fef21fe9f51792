"""Who on the waiting list is told what: that they joined, each offer, that it came to nothing.

A message's target is "waiting:<pk>" or "offer:<pk>", so the outbox never stores a private link.
"""

from datetime import datetime

from permits.models import Visit, WaitingOffer, WaitingParty
from rotonde.notifications.kinds import about, found_once
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue

JOINED = "waiting-joined"
OFFERED = "waiting-offer"
ENDED = "waiting-ended"


def tell_joined(waiting: WaitingParty, *, at: datetime) -> None:
    """Queue the private link; part of the transaction that joins."""
    _tell(waiting, JOINED, f"waiting:{waiting.pk}", anchor=waiting.joined_at, at=at)


def tell_offer(offer: WaitingOffer, *, at: datetime) -> None:
    """Queue the offer; part of the transaction that makes it."""
    _tell(offer.party, OFFERED, f"offer:{offer.pk}", anchor=offer.offered_at, at=at)


def tell_ended(waiting: WaitingParty, *, at: datetime) -> None:
    """Queue word that nothing came of it; part of the transaction that ends it."""
    _tell(waiting, ENDED, f"waiting:{waiting.pk}", anchor=at, at=at)


@found_once
def waiting_of(message: Message) -> WaitingParty | None:
    """The party a message is about, with its center."""
    parties = WaitingParty.objects.select_related(
        "center__place", "municipality", "visit__center__place", "visit__municipality"
    )
    return about(message, "waiting", parties) or about(message, "offer", parties, by="offers")


@found_once
def offer_of(message: Message) -> WaitingOffer | None:
    """The offer a message is about, with the time that is kept."""
    offers = WaitingOffer.objects.select_related("party", "hold__center__place")
    return about(message, "offer", offers)


def is_relevant(message: Message) -> bool:
    """Whether what the message says is still so."""
    waiting = waiting_of(message)
    if waiting is None:
        return False
    if message.kind == OFFERED:
        offer = offer_of(message)
        return offer is not None and offer.state == WaitingOffer.State.OPEN
    if message.kind == JOINED:
        return waiting.state == WaitingParty.State.WAITING
    # Who cancelled the visit meanwhile knows that it waits for nothing.
    gone = waiting.visit is not None and waiting.visit.state != Visit.State.BOOKED
    return waiting.state == WaitingParty.State.ENDED and not gone


def _tell(waiting: WaitingParty, kind: str, target: str, *, anchor: datetime, at: datetime) -> None:
    if waiting.email:
        queue(
            recipient=waiting.email,
            kind=kind,
            target=target,
            anchor=anchor,
            language=waiting.language,
            time_zone=waiting.center.time_zone,
            due_at=at,
            at=at,
        )

"""Answers an offer of the waiting list: takes the time, or passes it on. One transaction each."""

from datetime import datetime

from django.db import transaction

from permits import booking
from permits.models import Tick, Visit, WaitingOffer, WaitingParty
from permits.refusals import AlreadyBooked, HoldExpired
from permits.waiting import embargoes
from permits.waiting.refusals import NoSuchOffer, OfferOver


def accept(*, code: str, offer: int, at: datetime) -> Visit:
    """Take the time the party `code` is offered: its visit, moved or new; asked again, the same.

    A visit that moves has the new time before the old one goes. Raises NoSuchOffer, OfferOver,
    TooManyVisits, HasVisit, VisitStarted, VisitCancelled, or a subclass of Unbookable.
    """
    made = _offer(code, offer)
    waiting = made.party
    try:
        with transaction.atomic():
            if made.state == WaitingOffer.State.ACCEPTED:
                return _visit_of(made)
            if made.state != WaitingOffer.State.OPEN:
                raise OfferOver
            visit = _move(waiting.visit, made, at) if waiting.visit else _book(made, at)
            if not _settle(made, WaitingOffer.State.ACCEPTED, at):
                raise OfferOver
            WaitingParty.objects.filter(pk=waiting.pk).update(
                state=WaitingParty.State.MET, ended_at=at
            )
            return visit
    except (HoldExpired, OfferOver):
        # Two clicks at once: the second finds what the first has done.
        made = _offer(code, offer)
        if made.state == WaitingOffer.State.ACCEPTED:
            return _visit_of(made)
        raise OfferOver from None


def decline(*, code: str, offer: int, at: datetime) -> WaitingParty:
    """Pass the time on at once; the party keeps its place. Settled before, it stays so.

    Raises NoSuchOffer.
    """
    made = _offer(code, offer)
    with transaction.atomic():
        _decline(made, at)
    return made.party


def decline_open(waiting: WaitingParty, *, at: datetime) -> None:
    """Pass on what the party is being offered. Part of the caller's transaction."""
    opened = waiting.offers.filter(state=WaitingOffer.State.OPEN).select_related("hold__center")
    for offer in opened:
        _decline(offer, at)


def _decline(offer: WaitingOffer, at: datetime) -> None:
    held = offer.hold
    cells = set(Tick.objects.filter(step__visit=held).values_list("officer_id", "cell"))
    try:
        booking.release(code=held.code, at=at)
    except AlreadyBooked:
        return
    if _settle(offer, WaitingOffer.State.DECLINED, at):
        embargoes.set_aside(visit=held, freed=cells, at=at)
        WaitingParty.objects.filter(pk=offer.party_id).update(fresh=True)


def _book(offer: WaitingOffer, at: datetime) -> Visit:
    waiting = offer.party
    names = list(waiting.people.order_by("position").values_list("name", flat=True))
    return booking.confirm(
        code=offer.hold.code,
        name=names[0],
        names=names,
        email=waiting.email,
        language=waiting.language,
        account=waiting.account,
        at=at,
    ).visit


def _move(visit: Visit, offer: WaitingOffer, at: datetime) -> Visit:
    return booking.take_over(code=visit.code, held=offer.hold.code, at=at)


def _settle(offer: WaitingOffer, state: WaitingOffer.State, at: datetime) -> bool:
    return bool(
        WaitingOffer.objects.filter(pk=offer.pk, state=WaitingOffer.State.OPEN).update(
            state=state, settled_at=at
        )
    )


def _visit_of(offer: WaitingOffer) -> Visit:
    return offer.party.visit or offer.hold


def _offer(code: str, pk: int) -> WaitingOffer:
    found = (
        WaitingOffer.objects.filter(pk=pk, party__code=code)
        .select_related("party__visit__center", "party__center", "hold__center")
        .first()
    )
    if found is None:
        raise NoSuchOffer
    return found

"""Offers freed time to those who wait: to the first party it fits, for a set while, then the next.

The order is that of joining. Whoever decides at a center holds its row first, so that two workers
never decide at once; the offer itself is a hold (permits.booking), so nobody else can take the
time. A day is looked at when something may have become free on it, a party when it is new or was
just passed by.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from permits import booking
from permits.availability import Start
from permits.days import local_day, lock_days, versions
from permits.models import Center, CenterDay, Tick, Visit, WaitingOffer, WaitingParty
from permits.parties import Party, Unbookable
from permits.presentation.offers import QUARTER
from permits.refusals import SlotTaken
from permits.seating import expire
from permits.waiting import embargoes
from permits.waiting.joining import end, end_expired
from permits.waiting.lives import kept_until
from permits.waiting.messages import tell_ended, tell_offer
from permits.waiting.wishes import party_waiting, starts_for

logger = logging.getLogger(__name__)

# Who lets so many offers in a row pass without a word keeps them from others.
MOST_LAPSED = 3
# How often a time may be lost to somebody faster before the next sweep tries again.
_TRIES = 5


def offer_freed(*, at: datetime) -> int:
    """Settle what nobody answered, end what is over, offer what is free; how many offers."""
    for offer in WaitingOffer.objects.filter(
        state=WaitingOffer.State.OPEN, hold__hold_expires_at__lte=at
    ).select_related("party", "hold__center"):
        lapse(offer, at=at)
    end_expired(at=at)
    embargoes.clear(at=at)
    made = 0
    waited_at = WaitingParty.objects.unoffered().order_by().values("center")
    for center in Center.objects.filter(pk__in=waited_at).select_related("municipality"):
        made += _offer_at(center, at)
    return made


def lapse(offer: WaitingOffer, *, at: datetime) -> bool:
    """Settle an offer that ran out, unless it was answered; whether it was settled now."""
    held = offer.hold
    with transaction.atomic():
        lock_days([(held.center_id, held.date)])
        expire(held.center_id, held.date, at)
        lapsed = WaitingOffer.objects.filter(
            pk=offer.pk, state=WaitingOffer.State.OPEN, hold__state=Visit.State.EXPIRED
        ).update(state=WaitingOffer.State.LAPSED, settled_at=at)
        if lapsed:
            embargoes.to_offer(held.center_id, held.date)
            WaitingParty.objects.filter(pk=offer.party_id).update(fresh=True)
            if _ignores_offers(offer.party) and end(offer.party, at=at):
                tell_ended(offer.party, at=at)
    return bool(lapsed)


def _offer_at(center: Center, at: datetime) -> int:
    """Make every offer that can be made now at one center; how many."""
    made, tries = 0, 0
    while tries < _TRIES:
        seen = dict(_days_to_look_at(center, at))
        fresh = list(
            WaitingParty.objects.unoffered().filter(center=center, fresh=True).values_list("pk")
        )
        if not seen and not fresh:
            break
        try:
            offer = _offer_next(center, list(seen), at)
        except SlotTaken:
            tries += 1
            continue
        if offer is None:
            _looked_at(center, seen, [pk for (pk,) in fresh])
            break
        made += 1
    return made


def _days_to_look_at(center: Center, at: datetime) -> Iterator[tuple[date, int]]:
    """The days that may be booked and were not looked at, with their versions."""
    today = local_day(center, at)
    days = CenterDay.objects.filter(
        center=center,
        to_offer=True,
        date__range=(today, today + timedelta(center.horizon_days)),
    )
    yield from days.order_by("date").values_list("date", "version")


def _looked_at(center: Center, seen: dict[date, int], fresh: list[int]) -> None:
    """Remember it, but for days of which something has changed since."""
    for day, version in seen.items():
        CenterDay.objects.filter(center=center, date=day, version=version).update(to_offer=False)
    WaitingParty.objects.filter(pk__in=fresh).update(fresh=False)


@transaction.atomic
def _offer_next(center: Center, days: list[date], at: datetime) -> WaitingOffer | None:
    """The first party something fits is offered it. Raises SlotTaken where somebody was faster."""
    # Holds the queue, and keeps no visit from being booked.
    Center.objects.select_for_update(no_key=True).get(pk=center.pk)
    queue = WaitingParty.objects.unoffered().filter(center=center)
    before = versions(center)
    for place, waiting in enumerate(queue.select_related("center", "municipality", "visit")):
        party = party_waiting(waiting)
        for start in _fitting(waiting, party, days, at):
            until = kept_until(center, start.start, at=at)
            if until is not None:
                offer = _offer(waiting, party, start, until, at)
                if place and not _as_it_was(offer.hold, before):
                    raise SlotTaken
                return offer
    return None


def _as_it_was(held: Visit, before: dict[date, int]) -> bool:
    """Whether nothing but this hold has changed its day.

    Time that became free while the queue was read was not seen by those who stand first in it.
    """
    return versions(held.center).get(held.date) == before.get(held.date, 0) + 1


def _fitting(
    waiting: WaitingParty, party: Party, days: list[date], at: datetime
) -> Iterator[Start]:
    """What fits and is not, give or take some minutes, what the party was offered before."""
    try:
        found = starts_for(waiting, party, at=at, days=None if waiting.fresh else days)
    except Unbookable:
        return
    had = list(waiting.offers.values_list("hold__first_cell", flat=True))
    for start in found:
        if all(abs(start.cell - before) >= QUARTER for before in had):
            yield start


def _offer(
    waiting: WaitingParty, party: Party, start: Start, until: datetime, at: datetime
) -> WaitingOffer:
    held = booking.hold(
        center=waiting.center,
        party=party,
        start=start.start,
        municipality=waiting.municipality,
        origin=Visit.Origin.WAITING,
        language=waiting.language,
        until=until,
        at=at,
    )
    # Unanswered, it becomes free the moment it runs out: the public must not be first then.
    cells = set(Tick.objects.filter(step__visit=held).values_list("officer_id", "cell"))
    embargoes.set_aside(visit=held, freed=cells, at=at, since=until)
    offer = WaitingOffer.objects.create(party=waiting, hold=held, offered_at=at)
    tell_offer(offer, at=at)
    waited = at - waiting.joined_at
    logger.info("offered to party %s after %s", waiting.pk, waited)
    return offer


def _ignores_offers(waiting: WaitingParty) -> bool:
    last = waiting.offers.order_by("-offered_at", "-id").values_list("state", flat=True)
    states = list(last[:MOST_LAPSED])
    return states == [WaitingOffer.State.LAPSED] * MOST_LAPSED

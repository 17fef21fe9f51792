"""How a waiting party stands, as its private page tells it."""

from dataclasses import dataclass
from datetime import datetime

from permits.models import Visit, WaitingOffer, WaitingParty


@dataclass(frozen=True)
class Standing:
    """A party, the offer it can answer now, and the visit it got."""

    party: WaitingParty
    offer: WaitingOffer | None
    visit: Visit | None


def standing(party: WaitingParty, *, at: datetime) -> Standing:
    """Two queries. An offer that ran out is none, whether it was swept or not."""
    offers = list(party.offers.select_related("hold__center").order_by("-offered_at", "-id"))
    opened = (
        each
        for each in offers
        if each.state == WaitingOffer.State.OPEN
        and each.hold.state == Visit.State.HELD
        and each.hold.hold_expires_at is not None
        and each.hold.hold_expires_at > at
    )
    accepted = next((each for each in offers if each.state == WaitingOffer.State.ACCEPTED), None)
    got = party.visit or accepted.hold if accepted else None
    return Standing(party, next(opened, None), got)


def waiting_linked(code: str) -> WaitingParty | None:
    """The party of a private link."""
    parties = WaitingParty.objects.select_related("center__place", "municipality", "visit__center")
    return parties.filter(code=code).first()

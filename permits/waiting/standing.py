"""How a waiting party stands, as its private page tells it."""

from dataclasses import dataclass
from datetime import datetime

from permits.cells import CELL_SECONDS
from permits.models import Visit, WaitingOffer, WaitingParty
from permits.questions import party_of


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


def visit_kept(party: WaitingParty, *, at: datetime) -> Visit | None:
    """The visit a party has though its waiting came to nothing: the one it wanted earlier, or one
    to come that was booked under the same address for the same."""
    if party.visit:
        return party.visit if party.visit.state == Visit.State.BOOKED else None
    booked = Visit.objects.filter(
        state=Visit.State.BOOKED,
        email__iexact=party.email,
        first_cell__gt=int(at.timestamp()) // CELL_SECONDS,
    )
    people = party.people.prefetch_related("procedures")
    wanted = {procedure.slug for each in people for procedure in each.procedures.all()}
    found = (each for each in booked.select_related("center__place", "municipality") if wanted)
    return next((each for each in found if party_of(each).codes >= wanted), None)


def waiting_linked(code: str) -> WaitingParty | None:
    """The party of a private link."""
    parties = WaitingParty.objects.select_related("center__place", "municipality", "visit__center")
    return parties.filter(code=code).first()

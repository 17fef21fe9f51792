"""What check_schedule knows of the waiting list: embargoes that end, offers that keep a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from permits.models import Embargo, Visit, WaitingOffer, WaitingParty

# A time somebody is proposed is kept for two days, and then the public waits a little.
LONGEST_EMBARGO = timedelta(days=3)

# The invariant, how many objects were looked at, what is wrong.
Judged = tuple[str, int, list[str]]


@dataclass(frozen=True)
class SeenOffer:
    """An offer with the state of its party and of the time that is kept for it."""

    id: int
    state: str
    party: int
    party_state: str
    moves_a_visit: bool
    hold_state: str


@dataclass(frozen=True)
class SeenWaiting:
    embargoes: list[tuple[int, datetime, datetime]]
    offers: list[SeenOffer]
    # Held times of the waiting list, and those nobody is offered.
    kept: int
    kept_for_nobody: list[int]


def read_waiting() -> SeenWaiting:
    """Part of the snapshot."""
    kept = Visit.objects.filter(origin=Visit.Origin.WAITING, state=Visit.State.HELD)
    offers = WaitingOffer.objects.order_by().values_list(
        "id", "state", "party_id", "party__state", "party__visit", "hold__state"
    )
    return SeenWaiting(
        list(Embargo.objects.order_by().values_list("id", "since", "until")),
        [SeenOffer(i, s, p, ps, visit is not None, h) for i, s, p, ps, visit, h in offers],
        kept.count(),
        list(kept.filter(waiting_offer=None).values_list("pk", flat=True)),
    )


def judge(seen: SeenWaiting) -> list[Judged]:
    """Every invariant of the waiting list."""
    long = [id for id, since, until in seen.embargoes if until - since > LONGEST_EMBARGO]
    return [
        (
            "freed time becomes public",
            len(seen.embargoes),
            [f"embargo {id} lasts too long" for id in long],
        ),
        (
            "a time kept for the waiting list is offered to somebody",
            seen.kept,
            [f"visit {id} is held for nobody" for id in seen.kept_for_nobody],
        ),
        (
            "an offer is answered once, and so is the time it keeps",
            len(seen.offers),
            [f"offer {each.id} {words}" for each in seen.offers if (words := _wrong(each))],
        ),
    ]


def _wrong(offer: SeenOffer) -> str:
    booked = offer.hold_state in (Visit.State.BOOKED, Visit.State.CANCELLED)
    if offer.state == WaitingOffer.State.ACCEPTED:
        if offer.party_state != WaitingParty.State.MET:
            return "was accepted, and its party waits on"
        if booked == offer.moves_a_visit:
            return "was accepted, and its time was not taken"
    elif booked:
        return f"is {offer.state}, and its time is booked"
    elif offer.state != WaitingOffer.State.OPEN and offer.hold_state == Visit.State.HELD:
        return f"is {offer.state}, and its time is still held"
    return ""

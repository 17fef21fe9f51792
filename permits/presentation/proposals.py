"""A proposed time as its visitor sees it, on the page and in the mail."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import override

from permits.models import Proposal, Visit
from permits.presentation.facts import names_of
from permits.presentation.itinerary import Itinerary, itinerary
from permits.rostering.proposals import is_open
from permits.timetable import planned_steps
from rotonde.common.links import whole


@dataclass(frozen=True)
class Proposed:
    """`until` the time is kept, None where none is; `link` leads to the choice of another."""

    proposal: Proposal
    visit: Visit
    itinerary: Itinerary | None
    until: datetime | None
    link: str
    over: bool

    @property
    def start(self) -> datetime | None:
        return self.itinerary.start if self.itinerary else None


def proposed(proposal: Proposal, visit: Visit, *, at: datetime) -> Proposed:
    """Read it; the address is whole and in the visit's language."""
    held = proposal.held if is_open(proposal, at=at) else None
    with override(visit.language):
        link = whole(reverse("permits:move", args=[visit.code]))
    return Proposed(
        proposal,
        visit,
        _itinerary(visit, held) if held else None,
        held.hold_expires_at if held else None,
        link,
        visit.starts_at <= at,
    )


def _itinerary(visit: Visit, held: Visit) -> Itinerary:
    return itinerary(
        door=held.starts_at,
        end=held.ends_at,
        steps=planned_steps(held),
        names=names_of(visit),
    )

"""Everything a page, a mail or a calendar file tells about one visit."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from permits.eligibility.narrowing import answers_would_narrow
from permits.eligibility.telling import Told, told_of
from permits.models import Companion, Fee, Requirement, Visit
from permits.presentation.charges import charges
from permits.presentation.checklist import Bundle, checklist, sources_of
from permits.presentation.itinerary import Itinerary, itinerary
from permits.presentation.people import labels
from permits.questions import party_of
from permits.timetable import planned_steps
from rotonde.common.links import whole


@dataclass(frozen=True)
class Facts:
    """A visit as its party sees it; addresses are whole and in the visit's language."""

    visit: Visit
    names: list[str]
    itinerary: Itinerary
    bundles: list[Bundle]
    fees: list[Fee]
    link: str
    again: str
    # Where a few answers leave only their own papers.
    narrow: str
    companion: Companion | None
    besides: list[Visit]
    told: Told | None
    # Some of the papers may not concern them: a few answers would tell.
    could_be_narrowed: bool

    @property
    def sources(self) -> list[Requirement]:
        """Where what is said of the papers was seen, each place once."""
        return sources_of(self.bundles)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.visit.center.time_zone)


def facts(visit: Visit) -> Facts:
    """Reads what belongs to `visit`: a handful of queries, whatever the size of the party."""
    party = party_of(visit)
    names = names_of(visit)
    told = told_of(visit)
    outcome = told.outcome if told else None
    bundles = checklist(party, names, outcome)
    documents = {paper.document.slug for bundle in bundles for paper in bundle.papers}
    return Facts(
        visit=visit,
        names=names,
        itinerary=itinerary(
            door=visit.starts_at, end=visit.ends_at, steps=planned_steps(visit), names=names
        ),
        bundles=bundles,
        fees=charges(party, visit.municipality, visit.date, outcome),
        link=_address(visit, "permits:visit", visit.code),
        again=_address(visit, "permits:start"),
        narrow=_address(visit, "permits:answers", visit.code),
        companion=Companion.objects.filter(visit=visit).first(),
        besides=besides_of(visit),
        told=told,
        could_be_narrowed=told is None and answers_would_narrow(party.codes, documents),
    )


def besides_of(visit: Visit) -> list[Visit]:
    """The other half of a party that comes in two visits, while it is booked or held."""
    other = Q(beside=visit) | Q(pk=visit.beside_id)
    return list(Visit.objects.filter(other, state__in=[Visit.State.BOOKED, Visit.State.HELD]))


def names_of(visit: Visit) -> list[str]:
    """What to call each person, in the order of the party: the name once known, else a number."""
    attendees = list(visit.attendees.order_by("position"))
    numbered = labels(attendee.kind for attendee in attendees)
    return [attendee.name or label for attendee, label in zip(attendees, numbered, strict=True)]


def _address(visit: Visit, page: str, *args: str) -> str:
    with override(visit.language):
        return whole(reverse(page, args=args))

"""What a party asks of a center and who could see to it, whatever is booked there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from permits.catalogue import Catalogue, read_catalogue
from permits.cells import cells_in
from permits.desks import Staff, read_staff
from permits.models import Center, Visit
from permits.parties import NobodyMayAct, NobodySpeaks, Party, Person
from rotonde.region.models import Municipality


@dataclass(frozen=True)
class Question:
    """What a party wants at a center, and who could see to it: what no booking changes.

    `staff` speak what the party asks for; in each of `languages` the whole visit can be held.
    """

    center: Center
    party: Party
    catalogue: Catalogue
    staff: Sequence[Staff]
    lead: timedelta
    municipality: Municipality | None
    languages: tuple[str, ...] = ()
    behind_embargo: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.center.time_zone)

    @property
    def reception(self) -> int:
        return cells_in(self.center.reception_minutes)


def ask(
    center: Center,
    party: Party,
    municipality: Municipality | None,
    *,
    by_staff: bool = False,
    from_waiting_list: bool = False,
) -> Question:
    """Look up procedures and officers: two queries, before any lock. Raises Unbookable's kin.

    Who books at the desk sees what goes on there, and needs no lead. Freed time the public does
    not have yet is theirs and the waiting list's.
    """
    catalogue = read_catalogue(party.codes)
    staff, languages = _who_may_act(center, party, municipality, catalogue)
    lead = timedelta(minutes=0 if by_staff else center.lead_minutes)
    behind_embargo = by_staff or from_waiting_list
    return Question(center, party, catalogue, staff, lead, municipality, languages, behind_embargo)


def ask_again(question: Question) -> Question:
    """The question with the catalogue and whoever may act by now: two queries, under the lock.

    Raises Unbookable's kin.
    """
    catalogue = read_catalogue(question.party.codes)
    staff, languages = _who_may_act(
        question.center, question.party, question.municipality, catalogue
    )
    return replace(question, catalogue=catalogue, staff=staff, languages=languages)


def _who_may_act(
    center: Center, party: Party, municipality: Municipality | None, catalogue: Catalogue
) -> tuple[Sequence[Staff], tuple[str, ...]]:
    home = municipality.pk if municipality else center.municipality_id
    try:
        staff = read_staff(center.pk, home, catalogue.agencies)
    except NobodyMayAct as nobody:
        whose = municipality or center.municipality
        raise NobodyMayAct(whose, nobody.agency_kind) from None
    languages = common_languages(staff, {act.id: act.agency for act in catalogue.acts.values()})
    if party.speaks:
        # Where nobody is able at all, that is what to say, whatever they speak.
        if languages and party.speaks not in languages:
            raise NobodySpeaks(party.speaks, languages)
        staff = [each for each in staff if party.speaks in each.languages]
    return staff, languages


def common_languages(staff: Sequence[Staff], needed: Mapping[int, str]) -> tuple[str, ...]:
    """Languages some able officer of every agency speaks; `needed` are acts by id with theirs."""
    by_agency: dict[str, set[str]] = {agency: set() for agency in needed.values()}
    for each in staff:
        if {act for act, agency in needed.items() if agency == each.agency} <= each.skills:
            by_agency[each.agency].update(each.languages)
    return tuple(sorted(set.intersection(*by_agency.values())))


def party_of(visit: Visit) -> Party:
    """The party of a visit, as it would be asked for today."""
    return Party(
        tuple(
            Person(each.kind, tuple(procedure.slug for procedure in each.procedures.all()))
            for each in visit.attendees.order_by("position").prefetch_related("procedures")
        ),
        visit.officer_language,
    )

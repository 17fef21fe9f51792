"""What an outcome means for a party where it lives: papers, fees, terms, who helps, where to go."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from permits.eligibility.rulebook import Outcome
from permits.eligibility.telling import Told
from permits.models import Center, DeadlineRule, Fee, Officer, Procedure
from permits.parties import Party, Unbookable
from permits.presentation.charges import charges
from permits.presentation.checklist import Bundle, checklist
from permits.presentation.needs import need_of
from permits.presentation.people import labels
from permits.presentation.quests import Quest, centers_for
from rotonde.region.models import Municipality

ADVICE = "permit-advice"


@dataclass(frozen=True)
class Advice:
    """What the page of an outcome tells; `quest` is None where there is nothing to book."""

    told: Told
    municipality: Municipality
    quest: Quest | None
    procedures: list[Procedure]
    centers: list[Center]
    bundles: list[Bundle]
    fees: list[Fee]
    deadlines: list[DeadlineRule]
    advisers: list[Officer]
    ask: Quest | None

    @property
    def outcome(self) -> Outcome:
        return self.told.outcome

    @property
    def is_served(self) -> bool:
        """Whether what is to be booked can be booked for those who live here."""
        return bool(self.quest and self.centers)

    @property
    def led_elsewhere(self) -> bool:
        """Whether the desk that acts for this municipality stands in another one."""
        here = self.municipality.pk
        return self.is_served and all(center.municipality_id != here for center in self.centers)

    @property
    def dates(self) -> str:
        """The query string with which the page of deadlines reckons the dates; else empty."""
        answers = self.told.answers
        known = {"group": answers.get("group", ""), "basis": answers.get("basis", "")}
        if not all(known.values()) or "unsure" in known.values():
            return ""
        return urlencode({**known, "municipality": self.municipality.nis_code})


def advice(
    told: Told, *, municipality: Municipality, adults: int, children: int, on: date
) -> Advice:
    """Reads what belongs to an outcome: some ten queries, whatever the party."""
    outcome = told.outcome
    procedures = list(Procedure.objects.filter(slug__in=outcome.procedures))
    quest = None
    if procedures:
        need = need_of(procedures)
        quest = Quest(municipality, need, adults, children, told=str(told))
    also = list(Fee.objects.filter(slug__in=outcome.fees_also))
    party = _party(quest)
    ask = _advice_for(municipality)
    return Advice(
        told=told,
        municipality=municipality,
        quest=quest,
        procedures=procedures,
        centers=centers_for(quest) if quest else [],
        bundles=checklist(party, labels(each.kind for each in party.people), outcome)
        if party
        else [],
        fees=[*(charges(party, municipality, on, outcome) if party else []), *also],
        deadlines=list(
            DeadlineRule.objects.in_force(on=on)
            .filter(code__in=outcome.deadlines)
            .select_related("guide")
        ),
        advisers=advisers_for(ask),
        ask=ask,
    )


def _party(quest: Quest | None) -> Party | None:
    """The party; of one that is too large for a visit, one adult and one child."""
    if quest is None:
        return None
    try:
        return quest.party
    except Unbookable:
        return Quest(
            quest.municipality, quest.need, min(quest.adults, 1), min(1, quest.children)
        ).party


def _advice_for(municipality: Municipality) -> Quest | None:
    """A talk with an officer, for whoever lives there; None where no center may act."""
    procedures = list(Procedure.objects.filter(slug=ADVICE))
    if not procedures:
        return None
    quest = Quest(municipality, need_of(procedures), adults=1, children=0)
    return quest if centers_for(quest) else None


def advisers_for(ask: Quest | None) -> list[Officer]:
    """The officers who give advice at the centers that may act here, by name."""
    if ask is None:
        return []
    found = Officer.objects.filter(
        active=True, procedures__slug=ADVICE, agency__center__in=centers_for(ask)
    )
    return list(found.order_by("name"))

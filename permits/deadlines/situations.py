"""What somebody tells about their stay, and the rules that follow from it.

Lives in the address of the page: it can be printed, kept in the browser or passed on without an
account. With one it is kept as a Case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from permits.deadlines.reckoning import Due, Unknown, reckon
from permits.models import Anchor, Case, DeadlineRule
from rotonde.region.models import Municipality


@dataclass(frozen=True)
class Situation:
    """Nationality group, reason to stay, card, municipality (empty: not said), known dates."""

    group: str
    basis: str
    card: str = ""
    municipality: Municipality | None = None
    known: Mapping[str, date] = field(default_factory=dict)

    def fields(self) -> dict[str, str]:
        """Name and value of each answer, as forms carry them."""
        given = {
            "group": self.group,
            "basis": self.basis,
            "card": self.card,
            "municipality": self.municipality.nis_code if self.municipality else "",
            **{name: day.isoformat() for name, day in self.known.items()},
        }
        return {name: value for name, value in given.items() if value}

    def query(self) -> str:
        """The query string that says the same."""
        return urlencode(self.fields())


@dataclass(frozen=True)
class Reckoning:
    """The rules that may concern somebody, what is due, and what waits for a date."""

    rules: Mapping[str, DeadlineRule]
    dated: list[Due]
    waiting: list[Unknown]


def situation_from(cleaned: Mapping[str, Any]) -> Situation:
    """From the clean data of a form in which at least group and basis are right."""
    known = {name: cleaned[name] for name in Anchor.values if cleaned.get(name)}
    municipality = cleaned.get("municipality")
    card = cleaned.get("card", "")
    return Situation(cleaned["group"], cleaned["basis"], card, municipality, known)


def situation_of(case: Case) -> Situation:
    """What a case keeps."""
    dates = {name: getattr(case, name) for name in Anchor.values}
    known = {name: day for name, day in dates.items() if day}
    return Situation(case.group, case.basis, case.card, case.municipality, known)


def reckoning(situation: Situation, *, on: date) -> Reckoning:
    """The deadlines of a situation by the rules in force on a day; one query."""
    found = DeadlineRule.objects.in_force(on=on).for_somebody(
        group=situation.group,
        basis=situation.basis,
        card=situation.card,
        municipality=situation.municipality,
    )
    rules = {rule.code: rule for rule in found.select_related("guide")}
    dated, waiting = reckon([rule.calculation for rule in rules.values()], situation.known)
    return Reckoning(rules, dated, waiting)

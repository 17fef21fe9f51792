"""A plan in words: who is hit, and what becomes of each of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from permits.models import Officer
from permits.rostering.planning import Fate, Outcome, Plan

OUTCOMES: dict[Outcome, tuple[str, Any]] = {
    Outcome.SAME_TIME: ("✓", _("Same time, another officer")),
    Outcome.LATER: ("◐", _("Is here, seen later today")),
    Outcome.PROPOSED: ("?", _("Asked whether another time suits")),
    Outcome.NOTHING_FREE: ("!", _("Nothing free: call them")),
    Outcome.GIVEN_BACK: ("…", _("Being booked: given back")),
    Outcome.HOLDS_AGAIN: ("↺", _("The first time holds again")),
}


@dataclass(frozen=True)
class Line:
    """One visit of a preview."""

    fate: Fate
    shape: str
    words: Any
    officers: str

    @property
    def is_good(self) -> bool:
        return self.fate.outcome in (Outcome.SAME_TIME, Outcome.HOLDS_AGAIN)


@dataclass(frozen=True)
class Told:
    lines: list[Line]
    days: list[date]
    digest: str


def told(plan: Plan) -> Told:
    """The plan for its manager: those who lose most come first; one query."""
    officers = Officer.objects.filter(agency__center=plan.center)
    names = dict(officers.values_list("pk", "name"))
    lines = [
        Line(
            fate,
            *OUTCOMES[fate.outcome],
            ", ".join(dict.fromkeys(names[seat.officer] for seat in fate.seats.values())),
        )
        for fate in plan.fates
    ]
    lines.sort(key=lambda line: (line.is_good, line.fate.visit.first_cell))
    return Told(lines, sorted(plan.shifts.changed), plan.digest)

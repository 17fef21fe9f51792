"""The queue of the back office: who comes in the next weeks, and how far each party is.

The queries do not grow with the visits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from permits.cells import CELL_SECONDS
from permits.days import local_day
from permits.models import Agency, Center, PaperRequest, Procedure, Visit
from permits.readiness.reading import Readiness, readiness_by_visit

AHEAD = timedelta(days=14)


class Standing(StrEnum):
    MISSING = "missing"
    DOUBTFUL = "doubtful"
    READY = "ready"


@dataclass(frozen=True)
class Coming:
    """A visit to come; `asked` is the last time the office asked for something."""

    visit: Visit
    readiness: Readiness
    procedures: list[Procedure]
    agencies: set[str]
    asked: PaperRequest | None

    @property
    def standings(self) -> set[Standing]:
        """Missing, doubtful or both, else ready."""
        found = {Standing.MISSING} if self.readiness.missing else set()
        if self.readiness.doubtful:
            found.add(Standing.DOUBTFUL)
        return found or {Standing.READY}

    @property
    def answered_since(self) -> bool:
        """They answered after they were asked: worth another look."""
        answered = self.readiness.answered_at
        return bool(self.asked and answered and answered > self.asked.at)


@dataclass(frozen=True)
class Queue:
    """What is in the queue by day and agency, and how many of it in each standing."""

    everything: list[Coming]
    agencies: list[Agency]

    def of(self, standing: str) -> list[Coming]:
        if standing not in set(Standing):
            return self.everything
        return [each for each in self.everything if standing in each.standings]

    @property
    def counts(self) -> dict[str, int]:
        return {standing.value: len(self.of(standing)) for standing in Standing}


def read_queue(center: Center, *, at: datetime, day: date | None = None, agency: str = "") -> Queue:
    """Who has not come yet, the next one first; on one day or in the next two weeks."""
    today = local_day(center, at)
    visits = Visit.objects.filter(
        center=center,
        state=Visit.State.BOOKED,
        arrived_at=None,
        missed_at=None,
        end_cell__gt=int(at.timestamp()) // CELL_SECONDS,
        date__range=(day or today, day or today + AHEAD),
    )
    if agency:
        visits = visits.filter(steps__officer__agency__slug=agency).distinct()
    found = list(
        visits.order_by("first_cell", "id").prefetch_related(
            "steps__procedure", "steps__officer__agency", "paper_requests"
        )
    )
    readiness = readiness_by_visit(found)
    return Queue(
        [_coming(visit, readiness[visit.pk]) for visit in found],
        list(Agency.objects.filter(center=center)),
    )


def _coming(visit: Visit, readiness: Readiness) -> Coming:
    steps = list(visit.steps.all())
    return Coming(
        visit,
        readiness,
        _in_order(step.procedure for step in steps),
        {step.officer.agency.slug for step in steps},
        next(iter(visit.paper_requests.all()), None),
    )


def _in_order(procedures: Iterable[Procedure]) -> list[Procedure]:
    return sorted(set(procedures), key=lambda each: (each.position, each.slug))


def procedures_of(visit: Visit) -> list[Procedure]:
    """What the visit is for, in the usual order."""
    return _in_order(Procedure.objects.filter(pk__in=visit.steps.values("procedure")))

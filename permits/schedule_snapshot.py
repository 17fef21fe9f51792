"""The whole schedule as plain rows, read at one moment: what permits.schedule_check judges."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from permits.models import (
    Attendee,
    Break,
    CenterDay,
    Competence,
    Officer,
    Procedure,
    Proposal,
    Shift,
    Step,
    Tick,
    Visit,
)
from permits.waiting.check import SeenWaiting, read_waiting

Cells = tuple[int, int]


@dataclass(frozen=True)
class SeenStep:
    """A step: who is seen by whom for what, from `first` to before `end`."""

    id: int
    person: int
    procedure: int
    officer: int
    first: int
    end: int


@dataclass
class SeenVisit:
    """A visit that is held or booked, its steps in order of time, and what each person wants."""

    id: int
    center: int
    zone: ZoneInfo
    day: date
    municipality: int
    state: str
    ticket: str
    hold_expires_at: datetime | None
    door: int
    reception: int
    end: int
    # What every officer of it must speak; empty: anything.
    speaks: str = ""
    replanned: bool = False
    # Its officer will not be there, and its visitor has been proposed another time.
    asked: bool = False
    steps: list[SeenStep] = field(default_factory=list)
    wanted: set[tuple[int, int]] = field(default_factory=set)

    def __str__(self) -> str:
        return f"visit {self.id} on {self.day}"


@dataclass
class Snapshot:
    visits: dict[int, SeenVisit]
    shifts: dict[int, list[Cells]]
    breaks: dict[int, tuple[int, Cells]]
    step_ticks: dict[int, set[tuple[int, int]]]
    break_ticks: dict[int, set[tuple[int, int]]]
    agency_of: dict[int, int]
    place_of_agency: dict[int, tuple[int, str]]
    skills: dict[int, set[int]]
    languages: dict[int, set[str]]
    active: set[int]
    competent: set[tuple[int, int]]
    kind_of_procedure: dict[int, str]
    before: dict[int, set[int]]
    days: dict[tuple[int, date], int]
    # What is kept for somebody who has been asked: the hold by the visit it is for.
    kept: dict[int, int]
    waiting: SeenWaiting


def take_snapshot() -> Snapshot:
    """Everything at one moment: bookings that go on meanwhile are seen whole or not at all."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return _read()


def _read() -> Snapshot:
    agencies = list(Officer.objects.values_list("id", "agency", "agency__center", "agency__kind"))
    skills: dict[int, set[int]] = defaultdict(set)
    for officer, skill in Officer.procedures.through.objects.values_list(
        "officer_id", "procedure_id"
    ):
        skills[officer].add(skill)
    before: dict[int, set[int]] = defaultdict(set)
    for later, earlier in Procedure.follows.through.objects.values_list(
        "from_procedure_id", "to_procedure_id"
    ):
        before[later].add(earlier)
    shifts: dict[int, list[Cells]] = defaultdict(list)
    for officer, first, count in Shift.objects.order_by("officer", "first_cell").values_list(
        "officer_id", "first_cell", "cell_count"
    ):
        shifts[officer].append((first, first + count))
    step_ticks: dict[int, set[tuple[int, int]]] = defaultdict(set)
    break_ticks: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for officer, cell, step, away in Tick.objects.values_list(
        "officer_id", "cell", "step_id", "break_time_id"
    ).iterator(10_000):
        owner = break_ticks[away] if step is None else step_ticks[step]
        owner.add((officer, cell))
    return Snapshot(
        visits=_visits(),
        shifts=shifts,
        breaks={
            away: (officer, (first, first + count))
            for away, officer, first, count in Break.objects.values_list(
                "id", "officer_id", "first_cell", "cell_count"
            )
        },
        step_ticks=step_ticks,
        break_ticks=break_ticks,
        agency_of={officer: agency for officer, agency, _center, _kind in agencies},
        place_of_agency={agency: (center, kind) for _o, agency, center, kind in agencies},
        skills=skills,
        languages={
            officer: set(spoken)
            for officer, spoken in Officer.objects.values_list("id", "languages")
        },
        active=set(Officer.objects.filter(active=True).values_list("id", flat=True)),
        competent=set(Competence.objects.values_list("agency_id", "municipality_id")),
        kind_of_procedure=dict(Procedure.objects.order_by().values_list("id", "agency_kind")),
        before=before,
        days={
            (center, day): tickets
            for center, day, tickets in CenterDay.objects.values_list(
                "center_id", "date", "last_ticket"
            )
        },
        kept=dict(
            Proposal.objects.unsettled()
            .filter(state=Proposal.State.OPEN, held__state=Visit.State.HELD)
            .values_list("visit", "held")
        ),
        waiting=read_waiting(),
    )


def _visits() -> dict[int, SeenVisit]:
    live = [Visit.State.HELD, Visit.State.BOOKED]
    rows = Visit.objects.filter(state__in=live).order_by("id")
    asked = set(Proposal.objects.unsettled().values_list("visit", flat=True))
    visits = {
        visit.pk: SeenVisit(
            id=visit.pk,
            center=visit.center_id,
            zone=ZoneInfo(visit.center.time_zone),
            day=visit.date,
            municipality=visit.municipality_id,
            state=visit.state,
            ticket=visit.ticket,
            hold_expires_at=visit.hold_expires_at,
            door=visit.first_cell,
            reception=visit.reception_cells,
            end=visit.end_cell,
            speaks=visit.officer_language,
            replanned=visit.replanned_at is not None,
            asked=visit.pk in asked,
        )
        for visit in rows.select_related("center").iterator(2_000)
    }
    for visit, *row in (
        Step.objects.filter(visit__state__in=live)
        .order_by("visit", "first_cell", "attendee__position", "id")
        .values_list(
            "visit_id",
            "id",
            "attendee__position",
            "procedure_id",
            "officer_id",
            "first_cell",
            "cell_count",
        )
    ):
        id, person, procedure, officer, first, count = row
        visits[visit].steps.append(SeenStep(id, person, procedure, officer, first, first + count))
    wanted = Attendee.procedures.through.objects.filter(attendee__visit__state__in=live)
    for visit, person, procedure in wanted.values_list(
        "attendee__visit_id", "attendee__position", "procedure_id"
    ):
        visits[visit].wanted.add((person, procedure))
    return visits

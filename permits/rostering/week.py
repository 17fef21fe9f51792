"""A week of a center's roster as its manager sees it: who works when, who is away, who is asked."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from permits.cells import instant_of
from permits.days import local_day
from permits.models import Absence, Agency, Center, Closure, DayHours, Officer, Proposal, Shift
from permits.rostering.changes import AsWritten
from permits.rostering.impact import shifts_after
from permits.rostering.proposals import is_open
from permits.rostering.roster import falls_on
from rotonde.region.legal_holidays import is_legal_holiday

DAYS = 7


@dataclass(frozen=True)
class Cell:
    """One officer on one day: their shifts, and whether something departs from the weekly hours."""

    day: date
    shifts: list[tuple[datetime, datetime]]
    away: bool
    other_hours: bool
    closed: bool
    past: bool


@dataclass(frozen=True)
class Row:
    officer: Officer
    cells: list[Cell]
    here_today: bool
    away_today: bool


@dataclass(frozen=True)
class Column:
    """A day: a holiday and a closed center are said once, above everybody."""

    day: date
    holiday: bool
    closures: list[Closure]
    today: bool


@dataclass(frozen=True)
class Asked:
    """Somebody who has been proposed another time; `open` while it is kept."""

    proposal: Proposal
    open: bool


@dataclass(frozen=True)
class Week:
    """`kept` are days on which shifts were left as they were, because visits are booked in them."""

    center: Center
    monday: date
    columns: list[Column]
    agencies: list[tuple[Agency, list[Row]]]
    asked: list[Asked]
    kept: list[date]

    @property
    def previous(self) -> date:
        return self.monday - timedelta(DAYS)

    @property
    def following(self) -> date:
        return self.monday + timedelta(DAYS)


def read_week(center: Center, day: date, *, at: datetime) -> Week:
    """The week `day` lies in; a handful of queries whatever the number of officers."""
    monday, today = day - timedelta(day.weekday()), local_day(center, at)
    days = [monday + timedelta(n) for n in range(DAYS)]
    closures = list(Closure.objects.filter(center=center).select_related("agency"))
    columns = [
        Column(
            each, is_legal_holiday(each), [c for c in closures if falls_on(c, each)], each == today
        )
        for each in days
    ]
    return Week(
        center,
        monday,
        columns,
        _agencies(center, columns, today),
        asked(center, at=at),
        sorted(shifts_after(AsWritten(center), at=at).changed),
    )


def asked(center: Center, *, at: datetime) -> list[Asked]:
    """Whoever waits for a time, the visit that comes first on top."""
    found = Proposal.objects.unsettled().filter(visit__center=center)
    rows = found.select_related("visit__center", "held").order_by("visit__first_cell", "visit")
    return [Asked(each, is_open(each, at=at)) for each in rows]


def _agencies(center: Center, columns: list[Column], today: date) -> list[tuple[Agency, list[Row]]]:
    days = [column.day for column in columns]
    shown = sorted({*days, today})
    own = {"officer__agency__center": center}
    shifts: dict[tuple[int, date], list[tuple[datetime, datetime]]] = defaultdict(list)
    working = Shift.objects.filter(**own, date__in=shown).order_by("first_cell")
    for officer, day, first, count in working.values_list(
        "officer", "date", "first_cell", "cell_count"
    ):
        shifts[officer, day].append((instant_of(first), instant_of(first + count)))
    absences = list(Absence.objects.filter(**own, last_day__gte=shown[0], first_day__lte=shown[-1]))
    other = set(DayHours.objects.filter(**own, date__in=days).values_list("officer", "date"))

    def away(officer: Officer, day: date) -> bool:
        return any(
            each.officer_id == officer.pk and each.first_day <= day <= each.last_day
            for each in absences
        )

    officers = Officer.objects.filter(agency__center=center, active=True).select_related("agency")
    rows = [
        Row(
            officer,
            [
                Cell(
                    column.day,
                    shifts[officer.pk, column.day],
                    away(officer, column.day),
                    (officer.pk, column.day) in other,
                    column.holiday
                    or any(c.agency_id in (None, officer.agency_id) for c in column.closures),
                    column.day < today,
                )
                for column in columns
            ],
            bool(shifts[officer.pk, today]) and not away(officer, today),
            away(officer, today),
        )
        for officer in officers.order_by("-agency__kind", "agency", "name", "pk")
    ]
    return [
        (agency, list(group)) for agency, group in groupby(rows, key=lambda row: row.officer.agency)
    ]

"""Reads who may act for a municipality and when each officer is free: two queries.

The number of queries and of rows does not grow with the bookings: ticks come back as the bits of
a number, sixty cells to a row. Written in SQL because every hold and every look at free times
asks them: Django takes longer to compose such a query than PostgreSQL to answer it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from permits.availability import Desk
from permits.bitmaps import lanes, span
from permits.parties import NobodyMayAct

CELLS_PER_ROW = 60

_OFFICERS = """
    SELECT agency.kind, officer.id,
        ARRAY(
            SELECT skill.procedure_id
            FROM permits_officer_procedures AS skill WHERE skill.officer_id = officer.id
        ),
        officer.languages
    FROM permits_agency AS agency
    JOIN permits_competence AS competence ON competence.agency_id = agency.id
    LEFT JOIN permits_officer AS officer ON officer.agency_id = agency.id AND officer.active
    WHERE agency.center_id = %s AND competence.municipality_id = %s AND agency.kind = ANY(%s)
    ORDER BY officer.id
"""

# Three questions in one, so that nobody waits longer than needed for the day that is being read:
# per officer the first bits and lengths of shifts, row numbers and the bits of those rows, or the
# first bits and lengths of freed time the public does not have yet.
_SHIFTS, _TICKS, _KEPT = 1, 2, 3
_TIME = """
    SELECT 1, officer_id, array_agg(first_cell - %(base)s ORDER BY first_cell),
        array_agg(cell_count::bigint ORDER BY first_cell)
    FROM permits_shift
    WHERE officer_id = ANY(%(officers)s::bigint[]) AND date BETWEEN %(first_day)s AND %(last_day)s
    GROUP BY officer_id
    UNION ALL
    SELECT 2, officer_id, array_agg(number), array_agg(bits)
    FROM (
        SELECT officer_id, (cell - %(base)s) / %(row)s AS number,
            bit_or(1::bigint << (cell - %(base)s) %% %(row)s) AS bits
        FROM permits_tick
        WHERE officer_id = ANY(%(officers)s::bigint[]) AND cell >= %(base)s AND cell < %(end)s
            AND (step_id IS NULL OR step_id NOT IN (
                SELECT step.id FROM permits_step AS step
                JOIN permits_visit AS visit ON visit.id = step.visit_id
                WHERE visit.state = 'held' AND visit.hold_expires_at <= %(at)s
            ))
            {unless}
        GROUP BY 1, 2
    ) AS busy
    GROUP BY officer_id
    {kept_back}
"""
_KEPT_BACK = """
    UNION ALL
    SELECT 3, officer_id, array_agg(greatest(first_cell - %(base)s, 0)),
        array_agg((first_cell + cell_count - greatest(first_cell, %(base)s))::bigint)
    FROM permits_embargo
    WHERE officer_id = ANY(%(officers)s::bigint[]) AND until > %(at)s
        AND visit_id IS DISTINCT FROM %(without)s::bigint
        AND first_cell < %(end)s AND first_cell + cell_count > %(base)s
    GROUP BY officer_id
"""
_UNLESS_OF_VISIT = """
    AND (step_id IS NULL OR step_id NOT IN (
        SELECT id FROM permits_step WHERE visit_id = %(without)s AND outcome = ''
    ))
"""


@dataclass(frozen=True)
class Staff:
    """An active officer of an agency that may act for the party: what they do and speak."""

    officer: int
    agency: str
    skills: frozenset[int]
    languages: tuple[str, ...] = ()


def read_staff(center_id: int, municipality_id: int, agencies: Collection[str]) -> list[Staff]:
    """The officers of `agencies` (kinds) that may act for residents. Raises NobodyMayAct."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFICERS, [center_id, municipality_id, sorted(agencies)])
        rows = cursor.fetchall()
    competent = {kind for kind, *_officer in rows}
    for kind in sorted(agencies):
        if kind not in competent:
            raise NobodyMayAct(municipality_id, kind)
    return [
        Staff(id, kind, frozenset(skills), tuple(languages))
        for kind, id, skills, languages in rows
        if id is not None
    ]


@dataclass(frozen=True)
class Time:
    """Officers' shifts as (first bit, length) in order, and the bits that are taken, by officer."""

    shifts: Mapping[int, Sequence[tuple[int, int]]]
    busy: Mapping[int, int]

    def desks(self, staff: Iterable[Staff]) -> list[Desk]:
        """When these officers are free."""
        return [self._desk(each) for each in staff]

    def _desk(self, staff: Staff) -> Desk:
        shifts = self.shifts.get(staff.officer, ())
        free = ~self.busy.get(staff.officer, 0)
        open_lanes = tuple([lane & free for lane in lanes(shifts) if lane & free])
        longest = max([count for _first, count in shifts], default=0)
        return Desk(staff.officer, staff.agency, staff.skills, open_lanes, longest)


def read_desks(
    staff: Sequence[Staff],
    days: tuple[date, date],
    cells: tuple[int, int],
    *,
    at: datetime,
    exclude_visit: int | None = None,
    behind_embargo: bool = False,
) -> list[Desk]:
    """When these officers are free: `read_time` as desks."""
    time = read_time(
        [each.officer for each in staff],
        days,
        cells,
        at=at,
        exclude_visit=exclude_visit,
        behind_embargo=behind_embargo,
    )
    return time.desks(staff)


def read_time(
    officers: Sequence[int],
    days: tuple[date, date],
    cells: tuple[int, int],
    *,
    at: datetime,
    exclude_visit: int | None = None,
    behind_embargo: bool = False,
) -> Time:
    """When these officers (ids) work and what is taken; bit 0 of their time is cells[0].

    `days` and `cells` are the same range, the last day included, the last cell not. Ticks of
    what is left of `exclude_visit` and of holds that have run out by `at` count as free. Time
    under an embargo is free for who looks `behind_embargo` only.
    """
    unless = _UNLESS_OF_VISIT if exclude_visit else ""
    kept_back = "" if behind_embargo else _KEPT_BACK
    asked: dict[str, Any] = {
        # As text: a list of numbers would be written one by one, three times.
        "officers": f"{{{','.join(map(str, officers))}}}",
        "first_day": days[0],
        "last_day": days[1],
        "base": cells[0],
        "end": cells[1],
        "row": CELLS_PER_ROW,
        "at": at,
        "without": exclude_visit,
    }
    shifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    busy: dict[int, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(_TIME.format(unless=unless, kept_back=kept_back), asked)
        for kind, officer, where, what in cursor.fetchall():
            pairs = list(zip(where, what, strict=True))
            if kind == _SHIFTS:
                shifts[officer] = pairs
            elif kind == _TICKS:
                for row, bits in pairs:
                    busy[officer] |= bits << row * CELLS_PER_ROW
            else:
                for first, count in pairs:
                    busy[officer] |= span(first, count)
    return Time(shifts, busy)

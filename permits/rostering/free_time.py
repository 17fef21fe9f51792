"""The free time of a center's officers as it would be, while visits are seated one after another.

Read once, then only reckoned with: nothing is locked and nothing is written.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from permits.availability import Desk
from permits.bitmaps import runs, span, stretch
from permits.desks import Staff, Time, read_staff, read_time
from permits.models import Center, Officer, Visit
from permits.rostering.impact import Block, Shifts
from permits.seats import Seat
from permits.timetable import cells_of


class FreeTime:
    """`base` is the cell of bit 0; `days` are those that visitors may book."""

    def __init__(self, center: Center, shifts: Shifts, *, at: datetime) -> None:
        self.center = center
        self.base, end = cells_of(center, shifts.days)
        self.days: list[date] = [
            day for day in shifts.days if day <= shifts.days[0] + timedelta(center.horizon_days)
        ]
        officers = list(Officer.objects.filter(agency__center=center).values_list("pk", flat=True))
        taken = read_time(
            officers,
            (shifts.days[0], shifts.days[-1]),
            (self.base, end),
            at=at,
            behind_embargo=True,
        )
        self._busy = dict(taken.busy)
        self._shifts: dict[int, list[tuple[int, int]]] = {officer: [] for officer in officers}
        for day in shifts.days:
            for officer, first, count in sorted(shifts.wanted[day]):
                self._shifts.setdefault(officer, []).append((first - self.base, count))
        self._staff: dict[tuple[int, tuple[str, ...]], list[Staff]] = {}

    def take(self, seats: Iterable[Seat]) -> None:
        for officer, first, count in seats:
            self._busy[officer] = self._busy.get(officer, 0) | span(first - self.base, count)

    def give(self, seats: Iterable[Seat]) -> None:
        for officer, first, count in seats:
            self._busy[officer] = self._busy.get(officer, 0) & ~span(first - self.base, count)

    def desks(self, staff: Iterable[Staff]) -> list[Desk]:
        return Time(self._shifts, self._busy).desks(staff)

    def staff(self, visit: Visit, agencies: Collection[str]) -> list[Staff]:
        """Who may act for the party and speaks what it asked for. Raises NobodyMayAct."""
        key = visit.municipality_id, tuple(sorted(agencies))
        if key not in self._staff:
            self._staff[key] = read_staff(self.center.pk, visit.municipality_id, agencies)
        asked = visit.officer_language
        return [each for each in self._staff[key] if not asked or asked in each.languages]

    def colleague(self, block: Block) -> int | None:
        """Another officer of the same agency who can take the block as it stands.

        Whoever speaks the visitor's language is asked first; then whose free stretch is the
        shortest, which leaves the least fragmentation; then the lowest id.
        """
        step = block.steps[0]
        visit, kind = step.visit, step.officer.agency.kind
        needed = {each.procedure_id for each in block.steps}
        able = [each for each in self.staff(visit, {kind}) if needed <= each.skills]
        bit, cells = block.first - self.base, block.end - block.first
        fitting = [
            (visit.language not in each.languages, stretch(lane, bit), each.officer)
            for each in able
            for desk in self.desks([each])
            for lane in desk.free
            if runs(lane >> bit, cells) & 1
        ]
        return min(fitting)[2] if fitting else None

"""Who is hit: the visits whose steps would lie outside a shift if the roster were changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import F, Max, Q

from permits.cells import CELL_SECONDS
from permits.models import Proposal, Step, Visit
from permits.rostering.changes import Change
from permits.rostering.roster import Stretch, read_roster, with_the_past
from permits.rostering.staffing import may_not_see
from permits.rosters import days_laid_out, standing_shifts


@dataclass(frozen=True)
class Shifts:
    """The shifts of every officer as they would be, and by day what goes and what is new."""

    days: list[date]
    wanted: dict[date, set[Stretch]]
    gone: dict[date, set[Stretch]]
    new: dict[date, set[Stretch]]

    @property
    def changed(self) -> set[date]:
        return {day for day in self.days if self.gone[day] or self.new[day]}

    def hold(self, day: date, officer: int, first: int, end: int) -> bool:
        """Whether one shift of that officer spans these cells."""
        own = [each for each in self.wanted[day] if each[0] == officer]
        return any(start <= first and end <= start + count for _officer, start, count in own)


@dataclass
class Block:
    """Steps in a row of one visit with one officer, nothing having come of them yet."""

    officer: int
    steps: list[Step] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.steps[0].first_cell

    @property
    def end(self) -> int:
        return self.steps[-1].first_cell + self.steps[-1].cell_count


@dataclass(frozen=True)
class Hit:
    """A visit, what is left of it, and the blocks that would lie outside a shift."""

    visit: Visit
    left: list[Step]
    blocks: list[Block]


def shifts_after(change: Change, *, at: datetime) -> Shifts:
    """What the shifts would be; the past of today stays as it was."""
    center, concerned = change.center, change.officers()
    days = days_laid_out(center, at)
    roster = change.on(read_roster(center))
    standing = standing_shifts(center, days[0], days[-1])
    shifts = Shifts(days, {}, {}, {})
    for day in days:
        whose = concerned if change.touches(day) else ()
        wanted = {each for each in roster.planned(day) if each[0] in whose}
        stood = {each for each in standing[day] if each[0] in whose}
        if day == days[0]:
            now = int(at.timestamp()) // CELL_SECONDS
            wanted = with_the_past(wanted, stood, now=now, seen=_seen(change, day))
        shifts.wanted[day] = wanted | (standing[day] - stood)
        shifts.gone[day], shifts.new[day] = stood - wanted, wanted - stood
    return shifts


def _seen(change: Change, day: date) -> dict[int, int]:
    """By officer the cell until which steps of that day are over and done with."""
    over = Q(visit__missed_at__isnull=False) | Q(visit__left_at__isnull=False) | ~Q(outcome="")
    steps = Step.objects.filter(over, visit__center=change.center, visit__date=day)
    steps = steps.filter(visit__state=Visit.State.BOOKED, officer__in=change.officers())
    ends = (
        steps.order_by().values_list("officer").annotate(end=Max(F("first_cell") + F("cell_count")))
    )
    return dict(ends)


def hits(change: Change, shifts: Shifts, *, at: datetime) -> list[Hit]:
    """The visits and holds that lose an officer, in order of time; without those asked already."""
    asked = Proposal.objects.unsettled().values("visit")
    live = Visit.objects.live(at=at).filter(
        center=change.center, date__in=shifts.changed, missed_at=None, left_at=None
    )
    found = _standing_hits(live.exclude(pk__in=asked), shifts)
    return [hit for hit in found if hit.blocks]


def freed(change: Change, shifts: Shifts, *, at: datetime) -> list[Proposal]:
    """The unsettled proposals that are needed no more: the first time holds again.

    Not where the officer has come back as somebody who may or can see to it no longer.
    """
    asked = Proposal.objects.unsettled().filter(
        visit__center=change.center, visit__date__in=shifts.changed, visit__end_cell__gt=_cell(at)
    )
    proposals = {each.visit_id: each for each in asked.select_related("visit", "held")}
    unfit = Step.objects.filter(may_not_see(), outcome="").values("visit")
    fit = Visit.objects.filter(pk__in=proposals).exclude(pk__in=unfit)
    standing = _standing_hits(fit, shifts)
    return [proposals[hit.visit.pk] for hit in standing if not hit.blocks]


def _standing_hits(visits: Iterable[Visit], shifts: Shifts) -> list[Hit]:
    steps = Step.objects.filter(visit__in=visits, outcome="").select_related(
        "visit__center", "visit__municipality", "attendee", "procedure", "officer__agency"
    )
    by_visit: dict[int, list[Step]] = defaultdict(list)
    for step in steps.order_by("visit__first_cell", "visit", "first_cell", "attendee__position"):
        by_visit[step.visit_id].append(step)
    return [
        Hit(left[0].visit, left, [block for block in blocks_of(left) if not _held(block, shifts)])
        for left in by_visit.values()
    ]


def blocks_of(steps: Iterable[Step]) -> list[Block]:
    """Steps of one visit as blocks: a row without a gap with one officer."""
    blocks: list[Block] = []
    in_rows = sorted(steps, key=lambda step: (step.officer_id, step.first_cell))
    for officer, row in groupby(in_rows, key=lambda step: step.officer_id):
        for step in row:
            if blocks and blocks[-1].officer == officer and blocks[-1].end == step.first_cell:
                blocks[-1].steps.append(step)
            else:
                blocks.append(Block(officer, [step]))
    return blocks


def _held(block: Block, shifts: Shifts) -> bool:
    return shifts.hold(block.steps[0].visit.date, block.officer, block.first, block.end)


def _cell(at: datetime) -> int:
    return int(at.timestamp()) // CELL_SECONDS

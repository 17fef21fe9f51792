"""Lays out officers' weekly shifts as shifts on dates, over a horizon that rolls with the day.

Weekly shifts are local time; a shift is cells, so both Sundays on which the clock changes come
out right by themselves. Nobody works on Belgian legal holidays, or where the center or the agency
is closed. Shifts follow the templates, with one exception: a change that would leave somebody's
step outside a shift is not made, and reported instead.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Min

from permits.cells import CELL_SECONDS
from permits.days import local_day, lock_days
from permits.models import Center, CenterDay, Officer, Proposal, Shift, Step, Visit
from permits.rostering.roster import Roster, Stretch, read_roster, with_the_past
from permits.waiting.embargoes import flag, wake_if_somebody_waits

# Days laid out beyond the last bookable one, so that a late roll never shows.
MARGIN_DAYS = 7


@dataclass
class RollSummary:
    """What a roll did; `kept` names the shifts it left because somebody is booked on them."""

    added: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)


def roll(*, at: datetime, center: Center | None = None) -> RollSummary:
    """Make the shifts of every center (or of one) what the templates say, to the horizon."""
    summary = RollSummary()
    for each in [center] if center else Center.objects.all():
        _roll_center(each, at, summary)
    return summary


def _roll_center(center: Center, at: datetime, summary: RollSummary) -> None:
    days = days_laid_out(center, at)
    CenterDay.objects.bulk_create(
        [CenterDay(center=center, date=day) for day in days], ignore_conflicts=True
    )
    roster = read_roster(center)
    standing = standing_shifts(center, days[0], days[-1])
    before = summary.added
    for day in days:
        if _wanted(roster, day, standing[day], days[0], at) != standing[day]:
            _lay_out(center, day, at, summary)
    if summary.added > before:
        wake_if_somebody_waits(center.pk)


def days_laid_out(center: Center, at: datetime) -> list[date]:
    """Today and every day to the horizon, and a little further."""
    today = local_day(center, at)
    return [today + timedelta(n) for n in range(center.horizon_days + MARGIN_DAYS + 1)]


def _wanted(
    roster: Roster, day: date, standing: set[Stretch], today: date, at: datetime
) -> set[Stretch]:
    wanted = roster.planned(day)
    if day != today:
        return wanted
    return with_the_past(wanted, standing, now=int(at.timestamp()) // CELL_SECONDS)


def standing_shifts(center: Center, first_day: date, last_day: date) -> dict[date, set[Stretch]]:
    """The shifts as they are, by day; one query."""
    standing: dict[date, set[Stretch]] = defaultdict(set)
    shifts = Shift.objects.filter(officer__agency__center=center, date__range=(first_day, last_day))
    for day, *stretch in shifts.order_by().values_list(
        "date", "officer_id", "first_cell", "cell_count"
    ):
        officer, first, count = stretch
        standing[day].add((officer, first, count))
    return standing


@transaction.atomic
def _lay_out(center: Center, day: date, at: datetime, summary: RollSummary) -> None:
    """Replace the shifts of one locked day, officer by officer, where nobody loses a step."""
    lock_days([(center.pk, day)])
    # Read again under the lock: somebody may just have noted that an officer is away.
    standing = standing_shifts(center, day, day)[day]
    wanted = _wanted(read_roster(center), day, standing, local_day(center, at), at)
    gone, new = standing - wanted, wanted - standing
    for officer in {stretch[0] for stretch in gone}:
        if _leaves_a_step_outside(officer, gone, wanted):
            summary.kept.append(f"{Officer.objects.get(pk=officer).slug} {day.isoformat()}")
            gone = {stretch for stretch in gone if stretch[0] != officer}
            new = {stretch for stretch in new if stretch[0] != officer}
    replace_shifts(day, gone, new)
    if new:
        flag(center.pk, day)
    summary.removed += len(gone)
    summary.added += len(new)


def replace_shifts(day: date, gone: set[Stretch], new: set[Stretch]) -> None:
    """Write the shifts of a locked day."""
    for officer, first, _count in gone:
        Shift.objects.filter(officer=officer, date=day, first_cell=first).delete()
    Shift.objects.bulk_create(
        Shift(officer_id=officer, date=day, first_cell=first, cell_count=count)
        for officer, first, count in new
    )


def _leaves_a_step_outside(officer: int, gone: set[Stretch], wanted: set[Stretch]) -> bool:
    """Whether somebody is booked with `officer` on a shift that goes, and not on one that stays."""
    ends = [(first, first + count) for each, first, count in gone if each == officer]
    blocks = (
        Step.objects.filter(
            officer=officer,
            visit__state__in=[Visit.State.HELD, Visit.State.BOOKED],
            first_cell__gte=min(first for first, _end in ends),
            first_cell__lt=max(end for _first, end in ends),
        )
        # Whoever was proposed another time need not keep this one.
        .exclude(visit__in=Proposal.objects.unsettled().values("visit"))
        .order_by()
        .values_list("visit")
        .annotate(first=Min("first_cell"), last=Max(F("first_cell") + F("cell_count")))
    )
    stays = [(first, first + count) for each, first, count in wanted if each == officer]
    return any(
        not any(start <= first and last <= end for start, end in stays)
        for _visit, first, last in blocks
    )

"""Counts the minutes the office spends on the procedures of a visit: by a clock, or by standard.

Each person has one clock at most; the database refuses a second, whoever clicks where.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from permits.models import Procedure, StandardTime, Visit, WorkKind, WorkTime
from permits.readiness.refusals import AlreadyCounted, ClockRuns, NoClock, NoStandard
from rotonde.accounts.models import User

_MOST_MINUTES = 32_767


@dataclass(frozen=True)
class Counted:
    """What was spent on one procedure in one way, and the standard there is for it."""

    procedure: Procedure
    kind: WorkKind
    minutes: int
    standard: int | None
    standard_counted: bool


def running(by: User) -> WorkTime | None:
    """The clock of `by`, if it runs."""
    own = WorkTime.objects.filter(by=by, minutes=None)
    return own.select_related("visit__center", "procedure").first()


def start(
    *, visit: Visit, procedure: Procedure, kind: WorkKind, at: datetime, by: User
) -> WorkTime:
    """Let the clock of `by` run for a procedure of a visit. Raises ClockRuns."""
    try:
        with transaction.atomic():
            return WorkTime.objects.create(
                visit=visit, procedure=procedure, kind=kind, started_at=at, by=by
            )
    except IntegrityError:
        raise ClockRuns(running(by)) from None


def stop(*, at: datetime, by: User) -> WorkTime:
    """Stop one's clock; begun minutes count. Raises NoClock."""
    with transaction.atomic():
        work = _own(by)
        minutes = max(1, -(-int((at - work.started_at).total_seconds()) // 60))
        work.minutes = min(minutes, _MOST_MINUTES)
        work.save(update_fields=["minutes"])
    return work


def throw_away(*, by: User) -> WorkTime:
    """Stop one's clock as if it had never run: somebody forgot it. Raises NoClock."""
    with transaction.atomic():
        work = _own(by)
        WorkTime.objects.filter(pk=work.pk).delete()
    return work


def count_standard(
    *, visit: Visit, procedure: Procedure, kind: WorkKind, at: datetime, by: User
) -> WorkTime:
    """Count the standard time of the day of the visit, once. Raises NoStandard, AlreadyCounted."""
    minutes = standards(visit, [procedure.pk]).get((procedure.pk, kind))
    if minutes is None:
        raise NoStandard
    try:
        with transaction.atomic():
            return WorkTime.objects.create(
                visit=visit,
                procedure=procedure,
                kind=kind,
                started_at=at,
                by=by,
                minutes=minutes,
                measured=False,
            )
    except IntegrityError:
        raise AlreadyCounted from None


def counted(visit: Visit, procedures: Iterable[Procedure]) -> list[Counted]:
    """Each procedure in each way; two queries."""
    wanted = list(procedures)
    spent: dict[tuple[int, str], int] = defaultdict(int)
    by_standard = set()
    for work in WorkTime.objects.filter(visit=visit, minutes__isnull=False):
        key = work.procedure_id, work.kind
        spent[key] += work.minutes or 0
        if not work.measured:
            by_standard.add(key)
    known = standards(visit, [each.pk for each in wanted])
    return [
        Counted(each, kind, spent[key], known.get(key), key in by_standard)
        for each in wanted
        for kind in WorkKind
        for key in [(each.pk, kind.value)]
    ]


def standards(visit: Visit, procedures: Iterable[int]) -> dict[tuple[int, str], int]:
    """The standard minutes that hold on the day of the visit, by procedure and kind."""
    begun = [
        each
        for each in StandardTime.objects.filter(procedure__in=list(procedures))
        if each.valid_from is None or each.valid_from <= visit.date
    ]
    begun.sort(key=lambda each: each.valid_from or date.min)
    return {(each.procedure_id, each.kind): each.minutes for each in begun}


def _own(by: User) -> WorkTime:
    own = WorkTime.objects.select_for_update().filter(by=by, minutes=None).first()
    if own is None:
        raise NoClock
    return own

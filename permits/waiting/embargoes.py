"""Keeps freed time from the public for a random while, so that nobody can lie in wait for it.

The waiting list has it first (permits.waiting.offering). How long the public waits is drawn for
each freed time between two bounds of the center; time that is close goes to the public at once,
since few could still use it. Part of the transaction that frees the time: the day is locked.
"""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from permits.days import local_day
from permits.models import Center, CenterDay, Embargo, Visit, WaitingParty
from permits.waiting.wake import wake

# An officer, the first cell, how many cells.
Stretch = tuple[int, int, int]


def set_aside(
    *, visit: Visit, freed: Iterable[tuple[int, int]], at: datetime, since: datetime | None = None
) -> datetime | None:
    """Keep what `visit` had from the public; until when, None where it is public at once.

    `freed` are cells by officer.

    The delay counts from `since`, by default from `at`. What kept these cells before gives way.
    """
    stretches = list(_stretches(freed))
    if not stretches:
        return None
    _lift(stretches)
    if is_close(visit, at=at):
        return None
    until = (since or at) + _delay(visit.center)
    if until <= at:
        return None
    Embargo.objects.bulk_create(
        Embargo(
            visit=visit,
            officer_id=officer,
            first_cell=first,
            cell_count=count,
            since=at,
            until=until,
        )
        for officer, first, count in stretches
    )
    return until


def to_offer(center_id: int, day: date) -> None:
    """Let the waiting list look at a locked day again, soon after the commit if anybody waits."""
    flag(center_id, day)
    wake_if_somebody_waits(center_id)


def flag(center_id: int, *days: date) -> None:
    """Let the waiting list look at locked days again with the next sweep."""
    CenterDay.objects.filter(center=center_id, date__in=days).update(to_offer=True)


def wake_if_somebody_waits(center_id: int) -> None:
    """Let it look soon after the commit at the days that are flagged."""
    transaction.on_commit(partial(_wake_if_somebody_waits, center_id))


def is_close(visit: Visit, *, at: datetime) -> bool:
    """Whether the time of `visit` is too close to be kept from anybody."""
    center, start = visit.center, visit.starts_at
    soon = at + timedelta(hours=center.embargo_hours)
    return start < soon or local_day(center, start) == local_day(center, at)


def clear(*, at: datetime) -> int:
    """Remove embargoes that keep nobody out any more; how many."""
    return Embargo.objects.filter(until__lte=at).delete()[0]


def _delay(center: Center) -> timedelta:
    least, most = center.embargo_min_minutes * 60, center.embargo_max_minutes * 60
    # Nobody must be able to tell the next delay from those before.
    return timedelta(seconds=least + secrets.randbelow(most - least + 1))


def _lift(stretches: Iterable[Stretch]) -> None:
    for officer, first, count in stretches:
        Embargo.objects.filter(
            officer=officer,
            first_cell__gte=first,
            first_cell__lte=first + count - F("cell_count"),
        ).delete()


def _stretches(freed: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    """Cells in a row of one officer, as one."""
    known: Stretch | None = None
    for officer, cell in sorted(freed):
        if known and known[0] == officer and known[1] + known[2] == cell:
            known = officer, known[1], known[2] + 1
            continue
        if known:
            yield known
        known = officer, cell, 1
    if known:
        yield known


def _wake_if_somebody_waits(center_id: int) -> None:
    if WaitingParty.objects.waiting().filter(center=center_id).exists():
        wake()

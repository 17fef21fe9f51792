"""Time an officer is not at the desk within a shift: a meeting, a training, a break.

Like every change of a day it locks the day first (permits.days); the database refuses a second
tick of an officer's cell, were that ever forgotten.
"""

from datetime import datetime

from django.db import transaction

from permits.cells import cell_of, cells_in
from permits.days import local_day, lock_days
from permits.models import Break, Officer, Tick
from permits.refusals import TimeTaken
from permits.seating import expire, seat_break, unseat_break
from permits.waiting.embargoes import to_offer


def block(
    *, officer: Officer, start: datetime, minutes: int, at: datetime, reason: str = ""
) -> Break:
    """Take `minutes` out of an officer's day; the same time once more is the same break.

    Raises TimeTaken where a visit or another break is then.
    """
    center = officer.agency.center
    away = Break(
        officer=officer,
        date=local_day(center, start),
        first_cell=cell_of(start),
        cell_count=cells_in(minutes),
        reason=reason,
    )
    with transaction.atomic():
        lock_days([(center.pk, away.date)])
        expire(center.pk, away.date, at)
        same = {"first_cell": away.first_cell, "cell_count": away.cell_count}
        if known := officer.breaks.filter(**same).first():
            return known
        if Tick.objects.filter(
            officer=officer, cell__gte=away.first_cell, cell__lt=away.end_cell
        ).exists():
            raise TimeTaken
        seat_break(away)
    return away


def unblock(*, break_time: Break) -> None:
    """Give the time of a break back."""
    center_id = break_time.officer.agency.center_id
    with transaction.atomic():
        lock_days([(center_id, break_time.date)])
        unseat_break(break_time)
        to_offer(center_id, break_time.date)

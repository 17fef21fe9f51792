"""A party is late, or the day is: what is left of the visit gets the next time that fits today."""

from datetime import datetime

from django.db import transaction

from permits import booking
from permits.availability import Start
from permits.cells import CELL_SECONDS
from permits.desk.noting import Action, enter, expected_today, locked
from permits.desk.refusals import NotHere
from permits.models import Visit
from permits.parties import Unbookable
from permits.remainder import first_fit, steps_left
from rotonde.accounts.models import User


def catch_up(*, visit: Visit, at: datetime, by: User) -> Visit:
    """Re-plan what is left, same visit, same day; `ends_at` of the answer is the honest end.

    Raises NotHere, NotToday, NotExpected, and what `booking.postpone` raises.
    """
    with transaction.atomic(), locked(visit) as found:
        expected_today(found, at)
        if found.arrived_at is None:
            raise NotHere
        changed = booking.postpone(code=found.code, at=at)
        enter(changed, Action.REPLANNED, at=at, by=by)
    return changed


def next_fit(visit: Visit, *, at: datetime) -> Start | None:
    """When what is left could be done, for a visit whose turn has passed; None: it has not.

    A look, not a promise: `catch_up` looks again.
    """
    left = steps_left(visit) if visit.arrived_at and not visit.left_at else []
    if not left or left[0].first_cell >= int(at.timestamp()) // CELL_SECONDS:
        return None
    try:
        fit = first_fit(visit, left, at=at)
    except Unbookable:
        return None
    return fit[1] if fit and fit[1].cell > left[0].first_cell else None

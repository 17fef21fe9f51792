"""Postpones what is left of a visit whose party, or whose day, is late."""

from datetime import datetime

from permits.availability import Start
from permits.changing import changing
from permits.models import Visit
from permits.refusals import HoldExpired, NotBooked, NothingFits, StillOnTime, VisitCancelled
from permits.remainder import first_fit, steps_left
from permits.seating import reseat
from permits.timetable import Timetable
from permits.waiting.embargoes import set_aside, to_offer


def postpone(*, code: str, at: datetime) -> Visit:
    """Give what is left of a visit the first time of its day that fits, `at` or later.

    The door stays as it was: the wait is told as it is. Raises NothingFits, StillOnTime where
    that time is no later than planned, VisitCancelled, NotBooked, HoldExpired, NoSuchVisit, or a
    subclass of Unbookable.
    """
    with changing(code, at) as visit:
        if visit.state == Visit.State.CANCELLED:
            raise VisitCancelled(visit)
        if visit.state != Visit.State.BOOKED:
            raise HoldExpired if visit.state == Visit.State.EXPIRED else NotBooked
        left = steps_left(visit)
        fit = first_fit(visit, left, at=at) if left else None
        if fit is None:
            raise NothingFits
        timetable, offer = fit
        if offer.cell <= left[0].first_cell:
            raise StillOnTime
        _postpone(visit, timetable, offer, at)
        return visit


def _postpone(visit: Visit, timetable: Timetable, offer: Start, at: datetime) -> None:
    set_aside(visit=visit, freed=reseat(visit, timetable, offer), at=at)
    to_offer(visit.center_id, visit.date)
    times = [(s.first_cell, s.first_cell + s.cell_count) for s in visit.steps.all()]
    visit.reception_cells = min(first for first, _end in times) - visit.first_cell
    visit.end_cell = max(end for _first, end in times)
    visit.replanned_at = visit.changed_at = at
    visit.sequence += 1
    visit.save()

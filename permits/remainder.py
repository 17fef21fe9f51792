"""What is left of a visit on its day, and the first time at which all of it fits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from permits.arrangements import arrangements
from permits.availability import Desk, Start
from permits.bitmaps import span
from permits.catalogue import Catalogue, read_catalogue
from permits.cells import CELL_SECONDS
from permits.desks import read_desks, read_staff
from permits.models import Step, Visit
from permits.parties import Task
from permits.timetable import Timetable, midnight


def steps_left(visit: Visit) -> list[Step]:
    """The steps nothing has come of yet, in the order in which they were planned."""
    left = visit.steps.filter(outcome="").select_related("attendee", "procedure")
    return list(left.order_by("first_cell", "attendee__position"))


def first_fit(
    visit: Visit, left: Sequence[Step], *, at: datetime
) -> tuple[Timetable, Start] | None:
    """When these steps can be done from `at` on, the same day; None where nothing fits any more.

    They keep their lengths, and officers who speak what was asked for. The offer begins with the
    first step: whoever is here has been received. Nobody is seen before what they have had was
    planned to end.
    """
    zone = ZoneInfo(visit.center.time_zone)
    cells = midnight(visit.date, zone), midnight(visit.date + timedelta(1), zone)
    catalogue = read_catalogue({step.procedure.slug for step in left})
    staff = read_staff(visit.center_id, visit.municipality_id, catalogue.agencies)
    if visit.officer_language:
        staff = [each for each in staff if visit.officer_language in each.languages]
    desks = read_desks(
        staff,
        (visit.date, visit.date),
        cells,
        at=at,
        exclude_visit=visit.pk,
        behind_embargo=True,
    )
    return first_fit_at(visit, left, desks, catalogue, base=cells[0], at=at)


def first_fit_at(
    visit: Visit,
    left: Sequence[Step],
    desks: Sequence[Desk],
    catalogue: Catalogue,
    *,
    base: int,
    at: datetime,
) -> tuple[Timetable, Start] | None:
    """The same over these desks, whose bit 0 is the cell `base`, on the visit's day or before."""
    end = midnight(visit.date + timedelta(1), ZoneInfo(visit.center.time_zone))
    tasks = [
        Task(step.attendee.position, catalogue.acts[step.procedure.slug], step.cell_count)
        for step in left
    ]
    earliest = max(-int(-at.timestamp() // CELL_SECONDS), _busy_until(visit))
    if not base <= earliest < end:
        return None
    ways = arrangements(tasks, reception=visit.reception_cells)
    allowed = span(earliest - base, end - earliest)
    timetable = Timetable(base, 0, desks, [(ways, allowed)])
    found = timetable.nearest(visit.starts_at, limit=1)
    return (timetable, found[0]) if found else None


def _busy_until(visit: Visit) -> int:
    had = visit.steps.exclude(outcome="").values_list("first_cell", "cell_count")
    return max((first + count for first, count in had), default=visit.first_cell)

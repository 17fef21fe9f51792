"""The hands of permits.booking and of a roster that changes: they alone write steps and ticks.

Every function expects the day to be locked and runs in the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from permits.availability import Start
from permits.models import Break, Step, Tick, Visit
from permits.parties import Party
from permits.seats import Seat
from permits.timetable import Timetable
from permits.waiting.embargoes import flag


def place(visit: Visit, offer: Start) -> None:
    """Set door, reception and end to those of the offer."""
    visit.first_cell = offer.cell
    visit.reception_cells = offer.reception
    visit.end_cell = offer.end_cell


# Officers (id) and cells.
Freed = set[tuple[int, int]]


class Seating(NamedTuple):
    """A visit that has been saved, who comes, and who sees them when."""

    visit: Visit
    party: Party
    offer: Start
    officers: Mapping[str, int]


# One statement for any number of parties: everybody else waits for the day while it runs.
_SEAT = """
    WITH person AS (
        INSERT INTO permits_attendee (visit_id, position, kind, name)
        SELECT visit, position, kind, ''
        FROM unnest(%(visit)s::bigint[], %(position)s::int[], %(kind)s::text[])
            AS coming (visit, position, kind)
        RETURNING id, visit_id, position
    ), planned AS (
        SELECT person.id AS attendee, each.*
        FROM unnest(
            %(step_visit)s::bigint[], %(person)s::int[], %(procedure)s::bigint[],
            %(officer)s::bigint[], %(first_cell)s::int[], %(cell_count)s::int[]
        ) AS each (visit, position, procedure, officer, first_cell, cell_count)
        JOIN person ON person.visit_id = each.visit AND person.position = each.position
    ), asked AS (
        INSERT INTO permits_attendee_procedures (attendee_id, procedure_id)
        SELECT attendee, procedure FROM planned
    ), step AS (
        INSERT INTO permits_step
            (visit_id, attendee_id, procedure_id, officer_id, first_cell, cell_count)
        SELECT visit, attendee, procedure, officer, first_cell, cell_count FROM planned
        RETURNING id, officer_id, first_cell, cell_count
    )
    INSERT INTO permits_tick (officer_id, cell, step_id)
    SELECT officer_id, cell, id
    FROM step, generate_series(first_cell, first_cell + cell_count - 1) AS cell
    ORDER BY officer_id, cell
"""

_EXPIRE = """
    UPDATE permits_visit SET state = 'expired', changed_at = %(at)s
    WHERE center_id = %(center)s AND date = %(day)s
        AND state = 'held' AND hold_expires_at <= %(at)s
    RETURNING id
"""


def seat(seatings: Sequence[Seating]) -> None:
    """Write who comes, the steps, and the ticks that keep others out."""
    people = [
        (each.visit.pk, position, person.kind)
        for each in seatings
        for position, person in enumerate(each.party.people)
    ]
    steps = [
        (
            each.visit.pk,
            step.person,
            step.procedure_id,
            each.officers[step.agency],
            step.first_cell,
            step.cell_count,
        )
        for each in seatings
        for step in each.offer.steps
    ]
    names = ("visit", "position", "kind")
    more = ("step_visit", "person", "procedure", "officer", "first_cell", "cell_count")
    columns = {name: [row[i] for row in people] for i, name in enumerate(names)}
    columns |= {name: [row[i] for row in steps] for i, name in enumerate(more)}
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, columns)


def reseat(visit: Visit, timetable: Timetable, offer: Start) -> Freed:
    """Move the steps to where the offer has them; returns what became free."""
    officers = timetable.officers_for(offer)
    return take_seats(
        visit,
        {
            (each.person, each.procedure_id): Seat(
                officers[each.agency], each.first_cell, each.cell_count
            )
            for each in offer.steps
        },
    )


def take_seats(visit: Visit, seats: Mapping[tuple[int, int], Seat]) -> Freed:
    """Move these steps (by person and procedure id); the others stay where they are.

    Takes the new cells, keeps those that old and new share, frees the rest, and returns that.
    """
    steps = {
        (s.attendee.position, s.procedure_id): s for s in visit.steps.select_related("attendee")
    }
    for key, seat in seats.items():
        step = steps[key]
        step.officer_id, step.first_cell, step.cell_count = seat
    Step.objects.bulk_update(steps.values(), ["officer", "first_cell", "cell_count"])
    had = {(tick.officer_id, tick.cell): tick for tick in Tick.objects.filter(step__visit=visit)}
    wanted = _ticks(list(steps.values()))
    Tick.objects.bulk_create(tick for key, tick in wanted.items() if key not in had)
    kept = [tick for key, tick in had.items() if key in wanted]
    for tick in kept:
        tick.step = wanted[tick.officer_id, tick.cell].step
    Tick.objects.bulk_update(kept, ["step"])
    freed = set(had) - set(wanted)
    Tick.objects.filter(pk__in=[had[key].pk for key in freed]).delete()
    return freed


def seat_break(away: Break) -> None:
    """Write a break and its ticks."""
    away.save(force_insert=True)
    cells = range(away.first_cell, away.first_cell + away.cell_count)
    Tick.objects.bulk_create(
        Tick(officer=away.officer, cell=cell, break_time=away) for cell in cells
    )


def unseat_break(away: Break) -> None:
    """Remove a break with its ticks."""
    Tick.objects.filter(break_time=away).delete()
    Break.objects.filter(pk=away.pk).delete()


def unseat(visit: Visit) -> Freed:
    """Free the ticks of a visit that has just been cancelled; returns what became free."""
    ticks = Tick.objects.filter(step__visit=visit, step__visit__state=Visit.State.CANCELLED)
    freed = set(ticks.values_list("officer_id", "cell"))
    ticks.delete()
    return freed


def _ticks(steps: Sequence[Step]) -> dict[tuple[int, int], Tick]:
    """One tick for each cell of these steps by officer and cell, in that order."""
    ticks = {
        (step.officer_id, cell): Tick(officer_id=step.officer_id, cell=cell, step=step)
        for step in steps
        for cell in range(step.first_cell, step.first_cell + step.cell_count)
    }
    return dict(sorted(ticks.items()))


def ticks_of(visit: Visit) -> Freed:
    """The cells a visit or a hold owns, by officer."""
    return set(Tick.objects.filter(step__visit=visit).values_list("officer_id", "cell"))


def give_back(visit: Visit, at: datetime) -> None:
    """End a hold now; the condition lets a confirmation that came first win."""
    Visit.objects.filter(pk=visit.pk, state=Visit.State.HELD).update(
        state=Visit.State.EXPIRED, hold_expires_at=at, changed_at=at
    )
    _free_ticks([visit.pk])


def expire(center_id: int, day: date, at: datetime) -> int:
    """Give back the holds of a locked day that have run out; how many.

    The waiting list looks at the day again: who began to wait meanwhile did not see this time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRE, {"center": center_id, "day": day, "at": at})
        ids = [id for (id,) in cursor.fetchall()]
    if ids:
        _free_ticks(ids)
        flag(center_id, day)
    return len(ids)


def _free_ticks(visits: Sequence[int]) -> None:
    # Nothing leaves the state "expired", so what this deletes cannot be confirmed meanwhile.
    Tick.objects.filter(step__visit__in=visits, step__visit__state=Visit.State.EXPIRED).delete()

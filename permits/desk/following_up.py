"""A document is missing: the step ends, and a follow-up visit with that step alone is booked."""

from datetime import datetime, timedelta

from permits import booking
from permits.availability import Start
from permits.days import local_day
from permits.desk.noting import locked, settle
from permits.free_times import free_starts
from permits.models import Step, Visit, VisitEntry
from permits.parties import Party, Person
from permits.presentation.offers import thinned
from rotonde.accounts.models import User

# Papers take time: the first proposal is not before tomorrow.
FIRST_DAY = timedelta(days=1)
DAYS = 21
PROPOSALS = 8


def proposals(step: Step, *, at: datetime) -> list[Start]:
    """The first free times for this step alone. Raises a subclass of Unbookable."""
    visit = step.visit
    free = free_starts(
        visit.center,
        party_of_step(step),
        municipality=visit.municipality,
        first_day=local_day(visit.center, at) + FIRST_DAY,
        days=DAYS,
        at=at,
        by_staff=True,
    )
    return thinned(free.starts)[:PROPOSALS]


def miss_document(
    *, step: Step, missing: str, start: datetime | None, at: datetime, by: User
) -> VisitEntry:
    """Note that `missing` was not there, and book the follow-up at `start` (None: none for now).

    All of it or nothing. Raises what `settle`, `booking.hold` and `booking.confirm` raise.
    """
    with locked(step.visit) as visit:
        # The day of the visit is locked before the later one, as permits.days wants it.
        follow_up = _book(visit, step, start=start, missing=missing, at=at) if start else None
        return settle(
            step=step,
            outcome=Step.Outcome.MISSING,
            at=at,
            by=by,
            note=missing,
            follow_up=follow_up,
        )


def _book(visit: Visit, step: Step, *, start: datetime, missing: str, at: datetime) -> Visit:
    held = booking.hold(
        center=visit.center,
        party=party_of_step(step),
        municipality=visit.municipality,
        start=start,
        at=at,
        origin=Visit.Origin.STAFF,
        language=visit.language,
        account=visit.account,
    )
    Visit.objects.filter(pk=held.pk).update(follow_up_of=visit, to_bring=missing)
    return booking.confirm(
        code=held.code,
        name=step.attendee.name or visit.name,
        names=[step.attendee.name or visit.name],
        email=visit.email,
        phone=visit.phone,
        language=visit.language,
        at=at,
        account=visit.account,
    ).visit


def party_of_step(step: Step) -> Party:
    """One person, one procedure."""
    return Party((Person(step.attendee.kind, (step.procedure.slug,)),))

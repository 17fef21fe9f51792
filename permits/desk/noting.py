"""Notes what happens to a visit at the desk: who is here, what came of each step.

Two people may click at once. Every change locks the day of the center first (permits.days), looks
again and updates under the condition that nobody was faster; the lock raises the day's version, so
every board that shows the day learns of it. Each function is one transaction, adds its entries
(who, when) and raises a subclass of DeskRefused where nothing has changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from permits.days import local_day, lock_days
from permits.desk.messages import tell_missed
from permits.desk.refusals import AlreadyNoted, Asked, NotExpected, NotLate, NotToday
from permits.models import Step, Visit, VisitEntry
from permits.rostering.proposals import proposal_for
from rotonde.accounts.models import User

Action = VisitEntry.Action
OUTCOMES = (Action.DONE, Action.MISSING, Action.REFUSED)


def check_in(*, visit: Visit, at: datetime, by: User) -> Visit:
    """The party is here, also where they had been given up. Raises AlreadyNoted, NotToday."""
    with locked(visit) as found:
        expected_today(found, at)
        _arrive(found, at, by)
    return found


def note_missed(*, visit: Visit, at: datetime, by: User) -> Visit:
    """Nobody came; the visitor is written a way to a new time.

    Raises AlreadyNoted, NotLate, Asked.
    """
    with locked(visit) as found:
        _expected(found)
        if at <= found.starts_at:
            raise NotLate
        if proposal_for(found):
            raise Asked
        missed = Visit.objects.filter(
            pk=found.pk, state=Visit.State.BOOKED, arrived_at=None, missed_at=None
        ).update(missed_at=at)
        if not missed:
            raise AlreadyNoted(last_entry(found, Action.ARRIVED, Action.MISSED))
        found.missed_at = at
        enter(found, Action.MISSED, at=at, by=by)
        tell_missed(found, at=at)
    return found


def settle(
    *,
    step: Step,
    outcome: Step.Outcome,
    at: datetime,
    by: User,
    note: str = "",
    follow_up: Visit | None = None,
) -> VisitEntry:
    """Note what came of a step, and which visit follows from it.

    Whoever is being helped has arrived, whether that was noted or not.

    Raises AlreadyNoted, NotToday, NotExpected.
    """
    with locked(step.visit) as visit:
        expected_today(visit, at)
        settled = Step.objects.filter(pk=step.pk, visit=visit, outcome="").update(
            outcome=outcome, settled_at=at
        )
        if not settled:
            raise AlreadyNoted(last_entry(visit, *OUTCOMES, step=step))
        if visit.arrived_at is None:
            _arrive(visit, at, by)
        return enter(
            visit, Action(outcome), at=at, by=by, step=step, note=note, follow_up=follow_up
        )


def note(*, visit: Visit, text: str, at: datetime, by: User) -> VisitEntry:
    """Keep a private note with the visit: for colleagues, never for the visitor."""
    with locked(visit) as found:
        return enter(found, Action.NOTED, at=at, by=by, note=text)


def note_interpreter(
    *, visit: Visit, need: Visit.Interpreter, at: datetime, by: User
) -> VisitEntry:
    """Say whether an interpreter is needed, or has been arranged. Raises AlreadyNoted."""
    with locked(visit) as found:
        _expected(found)
        changed = Visit.objects.filter(pk=found.pk).exclude(interpreter=need)
        if not changed.update(interpreter=need):
            raise AlreadyNoted(last_entry(found, Action.INTERPRETER))
        return enter(found, Action.INTERPRETER, at=at, by=by, note=str(need.value))


def correct_name(*, visit: Visit, position: int, name: str, at: datetime, by: User) -> VisitEntry:
    """Write the name of one person of the party as it should be; who comes stays the same.

    Only staff may: a visit that could be renamed by its link could be sold. The entry keeps the
    name that stood there. Raises AlreadyNoted where the name stands so already.
    """
    with locked(visit) as found:
        _expected(found)
        person = found.attendees.get(position=position)
        stood = person.name or found.name
        if stood == name:
            raise AlreadyNoted(last_entry(found, Action.RENAMED))
        found.attendees.filter(pk=person.pk).update(name=name)
        if found.name == stood:
            Visit.objects.filter(pk=found.pk).update(name=name, changed_at=at)
        return enter(found, Action.RENAMED, at=at, by=by, note=stood)


@contextmanager
def locked(visit: Visit) -> Iterator[Visit]:
    """A transaction in which the day of the visit is locked; yields it as it stands then."""
    while True:
        known = Visit.objects.only("center_id", "date").get(pk=visit.pk)
        with transaction.atomic():
            lock_days([(known.center_id, known.date)])
            found = Visit.objects.select_related("center", "municipality").get(pk=visit.pk)
            if found.date == known.date:
                yield found
                return


def enter(
    visit: Visit,
    action: VisitEntry.Action,
    *,
    at: datetime,
    by: User,
    step: Step | None = None,
    note: str = "",
    follow_up: Visit | None = None,
    undoes: VisitEntry | None = None,
) -> VisitEntry:
    """Write an entry; entries are never changed. Part of the caller's transaction."""
    return VisitEntry.objects.create(
        visit=visit,
        action=action,
        at=at,
        by=by,
        step=step,
        note=note,
        follow_up=follow_up,
        undoes=undoes,
    )


def _arrive(visit: Visit, at: datetime, by: User) -> None:
    arrived = Visit.objects.filter(pk=visit.pk, state=Visit.State.BOOKED, arrived_at=None).update(
        arrived_at=at, missed_at=None
    )
    if not arrived:
        raise AlreadyNoted(last_entry(visit, Action.ARRIVED))
    visit.arrived_at, visit.missed_at = at, None
    enter(visit, Action.ARRIVED, at=at, by=by)


def _expected(visit: Visit) -> None:
    if visit.state != Visit.State.BOOKED:
        raise NotExpected


def expected_today(visit: Visit, at: datetime) -> None:
    _expected(visit)
    if visit.date != local_day(visit.center, at):
        raise NotToday


def last_entry(visit: Visit, *actions: str, step: Step | None = None) -> VisitEntry | None:
    entries = visit.entries.filter(action__in=actions, undone_by=None).select_related("by")
    if step is not None:
        entries = entries.filter(step=step)
    return entries.order_by("-id").first()

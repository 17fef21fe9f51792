"""Takes the last click at the desk back, within a minute."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from permits import booking
from permits.desk.noting import enter, locked
from permits.desk.refusals import AlreadyNoted, ChangedSince, TooLateToUndo
from permits.models import Step, Visit, VisitEntry
from permits.refusals import Refused
from rotonde.accounts.models import User

WINDOW = timedelta(minutes=1)
Action = VisitEntry.Action
CLICKS = (Action.ARRIVED, Action.MISSED, Action.DONE, Action.MISSING, Action.REFUSED)
# What is said about a visit, and to whom, is not undone by it and does not stand in its way.
ASIDE = (
    Action.UNDONE,
    Action.NOTED,
    Action.RENAMED,
    Action.CALLED,
    Action.HANDED,
    Action.INTERPRETER,
    Action.RESEATED,
)


def undoable(user: User, *, at: datetime) -> QuerySet[VisitEntry]:
    """The clicks of `user` that can still be taken back, the latest first."""
    fresh = VisitEntry.objects.filter(by=user, at__gt=at - WINDOW, undone_by=None)
    return fresh.filter(action__in=CLICKS).select_related("visit__center").order_by("-id")


def undo(*, entry: VisitEntry, at: datetime, by: User) -> Visit:
    """Put the visit back to how it was before `entry`, which stays on record.

    A follow-up visit that came with it is cancelled. Raises TooLateToUndo, ChangedSince where
    something else has happened since, AlreadyNoted where it was taken back before.
    """
    with locked(entry.visit) as visit:
        if at >= entry.at + WINDOW:
            raise TooLateToUndo
        if entry.action not in CLICKS:
            raise ChangedSince
        if VisitEntry.objects.filter(undoes=entry).exists():
            raise AlreadyNoted
        standing = visit.entries.filter(undone_by=None).exclude(action__in=ASIDE)
        if standing.order_by("-id").values_list("pk", flat=True).first() != entry.pk:
            raise ChangedSince
        _put_back(visit, entry, at)
        enter(visit, Action.UNDONE, at=at, by=by, step=entry.step, undoes=entry)
    return visit


def _put_back(visit: Visit, entry: VisitEntry, at: datetime) -> None:
    if entry.step_id:
        Step.objects.filter(pk=entry.step_id).update(outcome="", settled_at=None)
    elif entry.action == Action.ARRIVED:
        visit.arrived_at = None
        Visit.objects.filter(pk=visit.pk).update(arrived_at=None)
    else:
        visit.missed_at = None
        Visit.objects.filter(pk=visit.pk).update(missed_at=None)
    if entry.follow_up:
        try:
            booking.cancel(code=entry.follow_up.code, at=at, by_staff=True)
        except Refused as refusal:
            raise ChangedSince from refusal

"""Who is told what about a visit, and when: each message once, and only while it still holds.

A message's target is "visit:<pk>", so the outbox never stores a private link. It hangs on an
instant (the anchor): on the door for what is about that time, on the change for what is about the
change.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from permits.cells import cell_of
from permits.days import local_day
from permits.models import Center, Proposal, Visit
from permits.timetable import midnight
from rotonde.notifications.kinds import about, found_once
from rotonde.notifications.models import Message
from rotonde.notifications.queue import Occasion, queue, queue_all

CONFIRMED = "visit-confirmed"
MOVED = "visit-moved"
CANCELLED = "visit-cancelled"
# Days before the visit, at nine in the morning where the center stands.
REMINDERS = {"visit-reminder-3d": 3, "visit-reminder-1d": 1}
KINDS = (CONFIRMED, MOVED, CANCELLED, *REMINDERS)
REMINDER_HOUR = time(9)

# The sweep looks this far back and ahead; what lies further back would come as a surprise.
SWEEP_BACK = timedelta(hours=6)
SWEEP_AHEAD = timedelta(hours=1)

# What kind, the anchor, and when it is due.
Telling = tuple[str, datetime, datetime]


def tell_confirmed(visit: Visit, *, at: datetime) -> None:
    """Queue the confirmation and the reminders; part of the transaction that confirms."""
    _tell_all(visit, [(CONFIRMED, visit.starts_at, at), *_reminders(visit, at)], at=at)


def tell_moved(visit: Visit, *, at: datetime) -> None:
    """Queue word of the new time and the reminders of it; those of the old time lapse."""
    _tell_all(visit, [(MOVED, visit.changed_at, at), *_reminders(visit, at)], at=at)


def tell_cancelled(visit: Visit, *, at: datetime) -> None:
    """Queue word of the cancellation; the reminders lapse."""
    _tell_all(visit, [(CANCELLED, visit.changed_at, at)], at=at)


def tell(
    visit: Visit, kind: str, *, anchor: datetime, at: datetime, due: datetime | None = None
) -> bool:
    """Queue a mail of `kind` about the visit, due at once unless `due` says when.

    False where it was queued before, or nobody left an address: they are called.
    """
    occasion = _occasion(visit, kind, anchor, due or at)
    return bool(visit.email) and queue(**asdict(occasion), at=at)


def due_at(visit: Visit, kind: str) -> datetime:
    """The instant (UTC) at which the reminder `kind` of this visit is due."""
    zone = ZoneInfo(visit.center.time_zone)
    day = local_day(visit.center, visit.starts_at) - timedelta(REMINDERS[kind])
    return datetime.combine(day, REMINDER_HOUR, tzinfo=zone).astimezone(UTC)


def queue_reminders(*, at: datetime) -> int:
    """Queue every reminder that is due about now and was not queued; how many that were.

    A safety net: confirming and moving queue their reminders themselves, and a reminder is queued
    once however often it is asked for. Visits booked or moved after the hour get none.
    """
    queued = 0
    for center in Center.objects.all():
        zone = ZoneInfo(center.time_zone)
        for kind, days in REMINDERS.items():
            since = local_day(center, at - SWEEP_BACK) + timedelta(days)
            until = local_day(center, at + SWEEP_AHEAD) + timedelta(days + 1)
            coming = Visit.objects.filter(
                center=center,
                state=Visit.State.BOOKED,
                first_cell__gte=midnight(since, zone),
                first_cell__lt=midnight(until, zone),
            )
            for visit in coming.select_related("center"):
                due = due_at(visit, kind)
                if at - SWEEP_BACK < due <= at + SWEEP_AHEAD and visit.changed_at < due:
                    queued += tell(visit, kind, anchor=visit.starts_at, at=at, due=due)
    return queued


@found_once
def visit_of(message: Message) -> Visit | None:
    """The visit a message is about, with its center."""
    return about(message, "visit", Visit.objects.select_related("center"))


def is_relevant(message: Message) -> bool:
    """Whether what the message says is still so: same visit, same time, same change."""
    visit = visit_of(message)
    if visit is None:
        return False
    if message.kind == CANCELLED:
        return visit.state == Visit.State.CANCELLED
    if visit.state != Visit.State.BOOKED:
        return False
    if message.kind in REMINDERS and Proposal.objects.unsettled().filter(visit=visit).exists():
        return False  # of a time that cannot be kept nobody is reminded
    if message.kind == MOVED:
        return visit.changed_at == message.anchor
    return visit.first_cell == cell_of(message.anchor)


def _reminders(visit: Visit, at: datetime) -> list[Telling]:
    """Those reminders whose hour has not passed."""
    due = [(kind, due_at(visit, kind)) for kind in REMINDERS]
    return [(kind, visit.starts_at, instant) for kind, instant in due if instant > at]


def _tell_all(visit: Visit, tellings: Sequence[Telling], *, at: datetime) -> None:
    if visit.email:  # else booked by phone
        queue_all([_occasion(visit, *each) for each in tellings], at=at)


def _occasion(visit: Visit, kind: str, anchor: datetime, due: datetime) -> Occasion:
    return Occasion(
        recipient=visit.email,
        kind=kind,
        target=f"visit:{visit.pk}",
        anchor=anchor,
        language=visit.language,
        time_zone=visit.center.time_zone,
        due_at=due,
    )

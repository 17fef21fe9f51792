"""Who is told what about a registration, and when: each message once, and only while it holds.

A message's target is "registration:<pk>", so the outbox never stores a private link. It hangs on
an instant (the anchor): on the start for what is about that time, on the change for what is about
the change.
"""

from datetime import UTC, datetime, time, timedelta

from events.models import Occurrence, Registration
from rotonde.notifications.kinds import about, found_once
from rotonde.notifications.models import Message
from rotonde.notifications.queue import Occasion, queue_all

CONFIRMED = "registration-confirmed"
WAITING = "registration-waiting"
PROMOTED = "registration-promoted"
WITHDRAWN = "registration-withdrawn"
REMINDER = "event-reminder-1d"
CANCELLED = "event-cancelled"
MOVED = "event-moved"
KINDS = (CONFIRMED, WAITING, PROMOTED, WITHDRAWN, REMINDER, CANCELLED, MOVED)

# The day before, at nine in the morning where it happens.
REMINDER_DAYS = 1
REMINDER_HOUR = time(9)
# Asked for again, a private link is sent again, but not more often than this.
AGAIN_AFTER = timedelta(hours=1)


def tell_registered(registration: Registration, *, at: datetime) -> None:
    """Queue the confirmation and the reminder; part of the transaction that registers."""
    confirmation = _occasion(registration, CONFIRMED, anchor=registration.created_at, due=at)
    queue_all([confirmation, *_reminder(registration, at=at)], at=at)


def tell_waiting(registration: Registration, *, at: datetime) -> None:
    queue_all([_occasion(registration, WAITING, anchor=registration.created_at, due=at)], at=at)


def tell_promoted(registration: Registration, *, at: datetime) -> None:
    """Queue the good news and the reminder."""
    news = _occasion(registration, PROMOTED, anchor=at, due=at)
    queue_all([news, *_reminder(registration, at=at)], at=at)


def tell_withdrawn(registration: Registration, *, at: datetime) -> None:
    queue_all([_occasion(registration, WITHDRAWN, anchor=at, due=at)], at=at)


def tell_again(registration: Registration, *, at: datetime) -> None:
    """Queue the private link once more, for who registers twice or has lost it."""
    hour = AGAIN_AFTER.total_seconds()
    anchor = datetime.fromtimestamp(at.timestamp() // hour * hour, UTC)
    seated = registration.state == Registration.State.REGISTERED
    if at - registration.created_at > AGAIN_AFTER:
        kind = CONFIRMED if seated else WAITING
        queue_all([_occasion(registration, kind, anchor=anchor, due=at)], at=at)


def tell_cancelled(occurrence: Occurrence, *, at: datetime) -> None:
    """Queue word for everyone who comes or waits; the reminders lapse."""
    queue_all([_occasion(each, CANCELLED, anchor=at, due=at) for each in _live(occurrence)], at=at)


def tell_moved(occurrence: Occurrence, *, at: datetime) -> None:
    """Queue word of the new time, and reminders of it; those of the old time lapse."""
    live = _live(occurrence)
    seated = [each for each in live if each.state == Registration.State.REGISTERED]
    queue_all(
        [_occasion(each, MOVED, anchor=at, due=at) for each in live]
        + [reminder for each in seated for reminder in _reminder(each, at=at)],
        at=at,
    )


def due_at(occurrence: Occurrence) -> datetime:
    """The instant (UTC) at which the reminder of this date is due."""
    day = occurrence.local_start.date() - timedelta(REMINDER_DAYS)
    return datetime.combine(day, REMINDER_HOUR, tzinfo=occurrence.zone).astimezone(UTC)


@found_once
def registration_of(message: Message) -> Registration | None:
    """The registration a message is about, with all there is to tell."""
    return about(message, "registration", Registration.objects.told())


def is_relevant(message: Message) -> bool:
    """Whether what the message says is still so."""
    registration = registration_of(message)
    if registration is None:
        return False
    occurrence = registration.occurrence
    if message.kind == WITHDRAWN:
        return not registration.is_live
    if message.kind == CANCELLED:
        return occurrence.is_cancelled and registration.is_live
    return _comes_or_waits(message, registration) and not occurrence.is_cancelled


def _comes_or_waits(message: Message, registration: Registration) -> bool:
    """Whether the registration stands as the message says, at the time it says."""
    occurrence = registration.occurrence
    if message.kind == MOVED:
        return bool(registration.is_live and occurrence.moved_at == message.anchor)
    if message.kind == WAITING:
        return bool(registration.state == Registration.State.WAITING)
    if message.kind == REMINDER and occurrence.starts_at != message.anchor:
        return False
    return bool(registration.state == Registration.State.REGISTERED)


def _live(occurrence: Occurrence) -> list[Registration]:
    return list(
        Registration.objects.live()
        .filter(occurrence=occurrence.pk)
        .select_related("occurrence__event")
        .order_by("id")
    )


def _reminder(registration: Registration, *, at: datetime) -> list[Occasion]:
    """The reminder to come; none when its hour is over."""
    due = due_at(registration.occurrence)
    starts_at = registration.occurrence.starts_at
    return [_occasion(registration, REMINDER, anchor=starts_at, due=due)] if due > at else []


def _occasion(
    registration: Registration, kind: str, *, anchor: datetime, due: datetime
) -> Occasion:
    return Occasion(
        recipient=registration.email,
        kind=kind,
        target=f"registration:{registration.pk}",
        anchor=anchor,
        language=registration.language,
        time_zone=registration.occurrence.time_zone,
        due_at=due,
    )

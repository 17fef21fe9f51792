"""Lays out the dates of events, and moves or cancels them: whoever registered is told.

A rule is followed some weeks back and more than a year ahead, so that the calendar is never
empty and a yearly event always has its next date. A day the rule named is laid out once: one
that was moved or cancelled since stays as it is.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from events.models import Event, Occurrence
from events.recurrence import days
from events.refusals import EndsBeforeItBegins, OccurrenceCancelled, PeopleComing
from events.reminders import tell_cancelled, tell_moved

BACK = timedelta(days=35)
AHEAD = timedelta(days=400)


def roll(*, at: datetime) -> int:
    """Lay out the dates of every published event that recurs; how many are new."""
    before = Occurrence.objects.count()
    laid_out = [
        occurrence for event in Event.objects.recurring() for occurrence in _dates(event, at)
    ]
    Occurrence.objects.bulk_create(laid_out, ignore_conflicts=True, batch_size=500)
    return Occurrence.objects.count() - before


def move(
    *, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, at: datetime
) -> Occurrence:
    """Move a date to another time. Raises OccurrenceCancelled, EndsBeforeItBegins."""
    if ends_at <= starts_at:
        raise EndsBeforeItBegins
    with transaction.atomic():
        locked = _lock(occurrence)
        if locked.is_cancelled:
            raise OccurrenceCancelled
        if (locked.starts_at, locked.ends_at) == (starts_at, ends_at):
            return locked
        locked.starts_at, locked.ends_at = starts_at, ends_at
        locked.moved_at = locked.changed_at = at
        locked.sequence += 1
        locked.save(update_fields=["starts_at", "ends_at", "moved_at", "changed_at", "sequence"])
        tell_moved(locked, at=at)
        return locked


def cancel(*, occurrence: Occurrence, at: datetime) -> Occurrence:
    """Cancel a date; one that is cancelled already stays as it is."""
    with transaction.atomic():
        locked = _lock(occurrence)
        if locked.state == Occurrence.State.CANCELLED:
            return locked
        locked.state = Occurrence.State.CANCELLED
        locked.changed_at = at
        locked.sequence += 1
        locked.save(update_fields=["state", "changed_at", "sequence"])
        if locked.ends_at > at:
            tell_cancelled(locked, at=at)
        return locked


def publish_event(*, event: Event, at: datetime) -> Event:
    """Let everybody see a draft, or one taken offline, and lay out its dates.

    A cancelled event stays cancelled.
    """
    unseen = [Event.State.DRAFT, Event.State.HIDDEN]
    drafts = Event.objects.filter(pk=event.pk, state__in=unseen)
    if drafts.update(state=Event.State.PUBLISHED, changed_at=at):
        event.state, event.changed_at = Event.State.PUBLISHED, at
        roll(at=at)
    return event


def hide_event(*, event: Event, at: datetime) -> Event:
    """Take a public event offline. Raises PeopleComing while somebody is registered for it."""
    with transaction.atomic():
        coming = event.occurrences.upcoming(at=at).order_by("pk")
        for occurrence in coming.select_for_update(of=("self",), no_key=True):
            if occurrence.seats_taken or occurrence.waiting:
                raise PeopleComing
        public = Event.objects.public().filter(pk=event.pk)
        if public.update(state=Event.State.HIDDEN, changed_at=at):
            event.state, event.changed_at = Event.State.HIDDEN, at
    return event


def cancel_event(*, event: Event, at: datetime) -> Event:
    """Cancel the event with every date that is still to come."""
    with transaction.atomic():
        event.state, event.changed_at = Event.State.CANCELLED, at
        event.save(update_fields=["state", "changed_at"])
        for occurrence in event.occurrences.upcoming(at=at).order_by("pk"):
            cancel(occurrence=occurrence, at=at)
    return event


def days_of(event: Event, *, at: datetime) -> list[date]:
    """The days the event's rule names, some weeks back and more than a year ahead."""
    today = at.astimezone(ZoneInfo(event.time_zone)).date()
    first = max(today - BACK, event.recurs_from or date.min)
    last = min(today + AHEAD, event.recurs_until or date.max)
    return days(event.rule, first, last) if event.rule and first <= last else []


def span_of(event: Event, day: date) -> tuple[datetime, datetime]:
    """When a date that the rule names on `day` begins and ends (UTC)."""
    if event.start_time is None:  # the database refuses a rule without a time
        raise ValueError(event.slug)
    zone = ZoneInfo(event.time_zone)
    starts_at = datetime.combine(day, event.start_time, tzinfo=zone).astimezone(UTC)
    return starts_at, starts_at + timedelta(minutes=event.duration_minutes)


def _dates(event: Event, at: datetime) -> list[Occurrence]:
    return [_occurrence(event, day, at) for day in days_of(event, at=at)]


def _occurrence(event: Event, day: date, at: datetime) -> Occurrence:
    starts_at, ends_at = span_of(event, day)
    return Occurrence(
        event=event,
        planned_on=day,
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=event.time_zone,
        capacity=event.capacity,
        changed_at=at,
    )


def _lock(occurrence: Occurrence) -> Occurrence:
    found: Occurrence = (
        Occurrence.objects.select_related("event")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=occurrence.pk)
    )
    return found

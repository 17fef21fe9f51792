"""Lays the dates to come out anew when an event's rule or hour changes.

New dates are added; those nobody ever registered for go or move without a word. A date somebody
registered for is never touched silently: what happens to it is decided by who changes the rule,
date by date, and who registered is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from events import schedule
from events.models import Event, Occurrence
from events.querysets import OccurrenceQuerySet
from events.refusals import DatesTaken

# Whatever changes one of these changes the dates.
LAID_OUT_BY = (
    "rule",
    "recurs_from",
    "recurs_until",
    "start_time",
    "duration_minutes",
    "time_zone",
)


class Decision(StrEnum):
    """What becomes of a date people are registered for."""

    KEEP = "keep"
    FOLLOW = "follow"


@dataclass(frozen=True)
class Affected:
    """A date to come that the changed rule does not name (`span` is None), or names otherwise."""

    occurrence: Occurrence
    span: tuple[datetime, datetime] | None

    @property
    def is_dropped(self) -> bool:
        return self.span is None

    @property
    def is_taken(self) -> bool:
        return bool(self.occurrence.seats_taken or self.occurrence.waiting)

    @property
    def new_start(self) -> datetime | None:
        """When it would begin, where it happens."""
        return self.span[0].astimezone(self.occurrence.zone) if self.span else None


def is_laid_out_anew(event: Event, before: Event) -> bool:
    """Whether `event` lays its dates otherwise than it did `before`."""
    return any(getattr(event, name) != getattr(before, name) for name in LAID_OUT_BY)


def taken(event: Event, before: Event, *, at: datetime) -> list[Affected]:
    """The dates somebody registered for that `event` would not lay as it did `before`.

    To be shown before the change is saved.
    """
    if not is_laid_out_anew(event, before):
        return []
    return [each for each in _affected(event, before, _to_come(before, at), at) if each.is_taken]


def relay(
    *,
    event: Event,
    before: Event,
    decisions: Mapping[int, Decision],
    at: datetime,
    otherwise: Decision | None = None,
) -> None:
    """Lay out the dates to come of an event that is saved in this transaction.

    `decisions` says by primary key what becomes of each date people are registered for:
    `follow` moves it to its new hour, or cancels it where the rule no longer names its day.
    Without one, `otherwise` holds. Raises DatesTaken when neither says.
    """
    with transaction.atomic():
        if not is_laid_out_anew(event, before):
            return
        locked = _to_come(before, at).order_by("pk").select_for_update(of=("self",))
        found = _affected(event, before, locked, at)
        undecided = [each for each in found if each.is_taken and _chosen(each, decisions) is None]
        if undecided and otherwise is None:
            raise DatesTaken(undecided)
        for each in found:
            decision = _chosen(each, decisions) or otherwise
            if not each.is_taken or decision == Decision.FOLLOW:
                _follow(each, at)
        schedule.roll(at=at)


def _to_come(event: Event, at: datetime) -> OccurrenceQuerySet:
    dates = Occurrence.objects.filter(event=event.pk, starts_at__gt=at, planned_on__isnull=False)
    return dates.filter(state=Occurrence.State.PLANNED).in_order()


def _affected(
    event: Event, before: Event, dates: Iterable[Occurrence], at: datetime
) -> list[Affected]:
    named = set(schedule.days_of(event, at=at))
    found = []
    for occurrence in dates:
        occurrence.event = event
        lies = (occurrence.starts_at, occurrence.ends_at)
        day = occurrence.planned_on
        if day is None or day not in named:
            found.append(Affected(occurrence, None))
        # What was moved by hand stays where it was put, as long as its day is named at all.
        elif before.start_time is None:
            continue
        elif lies == schedule.span_of(before, day) != schedule.span_of(event, day):
            found.append(Affected(occurrence, schedule.span_of(event, day)))
    return found


def _chosen(each: Affected, decisions: Mapping[int, Decision]) -> Decision | None:
    return decisions.get(each.occurrence.pk)


def _follow(each: Affected, at: datetime) -> None:
    occurrence = each.occurrence
    if each.span is not None:
        starts_at, ends_at = each.span
        schedule.move(occurrence=occurrence, starts_at=starts_at, ends_at=ends_at, at=at)
    elif occurrence.registrations.exists():
        schedule.cancel(occurrence=occurrence, at=at)
    else:
        occurrence.delete()

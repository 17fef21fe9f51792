"""What an organiser does: announces an event, changes it, and gives it dates.

Registrations are never touched behind anybody's back: seats change by events.registration, times
by events.schedule, a changed rule by events.relaying, and each tells who registered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify

from events import registration, schedule
from events.catalogue import public_id_for, settle
from events.models import Event, Occurrence
from events.relaying import LAID_OUT_BY, Decision, relay
from rotonde.organisations.models import Organisation
from services.models import Place, Theme


@dataclass(frozen=True)
class When:
    """The first day of an event, its hours (past midnight, if it ends before it begins), its rule.

    Without a rule it happens on that day alone.
    """

    day: date
    begins: time
    ends: time
    rule: str = ""
    until: date | None = None

    @property
    def minutes(self) -> int:
        span = datetime.combine(self.day, self.ends) - datetime.combine(self.day, self.begins)
        return int((span % timedelta(days=1)).total_seconds() // 60) or 24 * 60

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """When the first date begins and ends (UTC)."""
        start = datetime.combine(self.day, self.begins, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        return start, start + timedelta(minutes=self.minutes)


def sent_before(form_key: str, organisation: Organisation) -> Event | None:
    """What this form made when it was sent before."""
    if not form_key:
        return None
    return Event.objects.filter(organisation=organisation, form_key=form_key).first()


@transaction.atomic
def add_event(
    *,
    event: Event,
    themes: Iterable[Theme],
    place: Place | None,
    when: When,
    publish: bool,
    form_key: str = "",
    at: datetime,
) -> Event:
    """Save a new event, with its organiser and texts set, and its first dates; found at once.

    The same `form_key` answers with the same event.
    """
    # One at a time: a second sending of the form finds what the first one made.
    Organisation.objects.select_for_update(no_key=True).get(pk=event.organisation_id)
    if before := sent_before(form_key, event.organisation):
        return before
    event.form_key = form_key or None
    event.place = place
    event.slug = free_slug(event.name_en or event.name_nl)  # type: ignore[attr-defined]
    event.public_id = public_id_for(event.slug)
    event.state = Event.State.PUBLISHED if publish else Event.State.DRAFT
    if when.rule:
        _set_rhythm(event, when)
    event.save()
    event.themes.set(themes)
    if not when.rule:
        starts_at, ends_at = when.span(event.time_zone)
        add_date(event=event, starts_at=starts_at, ends_at=ends_at, capacity=event.capacity, at=at)
    settle(event, at=at)
    return event


@transaction.atomic
def change_event(
    *, event: Event, themes: Iterable[Theme], place: Place | None, at: datetime
) -> Event:
    """Save what is told about an event; its dates stay."""
    event.place = place
    event.save()
    event.themes.set(themes)
    settle(event, at=at)
    return event


@transaction.atomic
def change_rhythm(
    *, event: Event, when: When | None, decisions: Mapping[int, Decision], at: datetime
) -> Event:
    """Let the event recur otherwise, or no more (None). Raises DatesTaken, and changes nothing."""
    before = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    if when is None:
        event.rule = ""
    else:
        _set_rhythm(event, when)
    event.save(update_fields=LAID_OUT_BY)
    relay(event=event, before=before, decisions=decisions, at=at)
    settle(event, at=at)
    return event


def wished(event: Event, when: When | None) -> Event:
    """The event as it would be then; not saved."""
    after = Event.objects.get(pk=event.pk)
    if when is None:
        after.rule = ""
    else:
        _set_rhythm(after, when)
    return after


@transaction.atomic
def add_date(
    *,
    event: Event,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int | None,
    at: datetime,
) -> Occurrence:
    """One more date, beside those of the rule; the same one added twice is one."""
    # One at a time: a second sending of the form finds what the first one added.
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    known = event.occurrences.filter(
        starts_at=starts_at, ends_at=ends_at, state=Occurrence.State.PLANNED
    ).first()
    return known or Occurrence.objects.create(
        event=event,
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=event.time_zone,
        capacity=capacity,
        changed_at=at,
    )


@transaction.atomic
def change_date(
    *,
    occurrence: Occurrence,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int | None,
    at: datetime,
) -> Occurrence:
    """Another time or other seats; who registered is told of the time, who waits moves up.

    Raises SeatsTaken, OccurrenceCancelled, EndsBeforeItBegins, and changes nothing.
    """
    registration.change_capacity(occurrence=occurrence, capacity=capacity, at=at)
    return schedule.move(occurrence=occurrence, starts_at=starts_at, ends_at=ends_at, at=at)


def free_slug(name: str) -> str:
    """An address part for an event of this name that no event has."""
    wish = slugify(name)[:70].strip("-") or "event"
    taken = set(Event.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    numbers = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wish, *numbers) if slug not in taken)


def _set_rhythm(event: Event, when: When) -> None:
    event.rule, event.recurs_from, event.recurs_until = when.rule, when.day, when.until
    event.start_time, event.duration_minutes = when.begins, when.minutes

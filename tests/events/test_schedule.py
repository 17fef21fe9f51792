from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import refusals, schedule
from events.models import Occurrence
from events.registration import withdraw
from rotonde.notifications.models import Message
from tests.factories.events import NOW, EventFactory, OccurrenceFactory, comes

BRUSSELS = ZoneInfo("Europe/Brussels")


def walk(**more):
    given = {"rule": "FREQ=WEEKLY;BYDAY=SU", "start_time": time(10), "duration_minutes": 90}
    return EventFactory(**{**given, **more})


def test_dates_lie_around_now_and_are_laid_out_once(db) -> None:
    event = walk()
    made = schedule.roll(at=NOW)
    dates = event.occurrences.in_order()
    assert made == len(dates) > 55
    assert dates[0].starts_at < NOW < dates[len(dates) - 1].starts_at
    assert schedule.roll(at=NOW) == 0
    assert schedule.roll(at=NOW + timedelta(days=7)) == 1


def test_the_hour_is_local_on_both_sides_of_the_change_of_clocks(db) -> None:
    event = walk()
    schedule.roll(at=NOW)
    hours = {
        each.planned_on: each.starts_at.astimezone(UTC).hour for each in event.occurrences.all()
    }
    assert (hours[date(2027, 3, 21)], hours[date(2027, 3, 28)]) == (9, 8)
    assert (hours[date(2027, 10, 24)], hours[date(2027, 10, 31)]) == (8, 9)
    assert {each.local_start.time() for each in event.occurrences.all()} == {time(10)}


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_only_published_events_get_dates(db, state: str) -> None:
    walk(state=state)
    assert schedule.roll(at=NOW) == 0


def test_a_moved_date_is_not_laid_out_again(db) -> None:
    event = walk()
    schedule.roll(at=NOW)
    first = event.occurrences.upcoming(at=NOW).in_order().first()
    later = first.starts_at + timedelta(days=1)
    schedule.move(occurrence=first, starts_at=later, ends_at=later + timedelta(hours=1), at=NOW)
    assert schedule.roll(at=NOW) == 0


def test_moving_tells_everyone_and_reminds_of_the_new_time(occurrence) -> None:
    seated = comes(occurrence, "seated", adults=6, children=4)
    waiting = comes(occurrence, "waiting")
    start = occurrence.starts_at + timedelta(days=2)
    moved = schedule.move(
        occurrence=occurrence, starts_at=start, ends_at=start + timedelta(hours=1), at=NOW
    )
    assert (moved.sequence, moved.changed_at, moved.moved_at) == (1, NOW, NOW)
    told = Message.objects.filter(kind="event-moved").values_list("recipient", flat=True)
    assert set(told) == {seated.email, waiting.email}
    reminders = Message.objects.filter(kind="event-reminder-1d").values_list("anchor", flat=True)
    assert set(reminders) == {occurrence.starts_at, start}


def test_moving_to_the_same_time_changes_nothing(occurrence) -> None:
    comes(occurrence)
    same = schedule.move(
        occurrence=occurrence, starts_at=occurrence.starts_at, ends_at=occurrence.ends_at, at=NOW
    )
    assert same.sequence == 0
    assert not Message.objects.filter(kind="event-moved").exists()


def test_a_date_does_not_end_before_it_begins(occurrence) -> None:
    with pytest.raises(refusals.EndsBeforeItBegins):
        schedule.move(occurrence=occurrence, starts_at=occurrence.ends_at, ends_at=NOW, at=NOW)


def test_cancelling_tells_who_comes_and_who_waits_once(occurrence) -> None:
    comes(occurrence, "seated", adults=6, children=4)
    comes(occurrence, "waiting")
    gone = comes(occurrence, "gone")
    withdraw(code=gone.code, at=NOW)
    schedule.cancel(occurrence=occurrence, at=NOW)
    schedule.cancel(occurrence=occurrence, at=NOW + timedelta(hours=1))
    told = Message.objects.filter(kind="event-cancelled").values_list("recipient", flat=True)
    assert sorted(told) == ["seated@example.org", "waiting@example.org"]
    occurrence.refresh_from_db()
    assert (occurrence.state, occurrence.sequence) == ("cancelled", 1)


def test_a_cancelled_date_does_not_move(occurrence) -> None:
    schedule.cancel(occurrence=occurrence, at=NOW)
    with pytest.raises(refusals.OccurrenceCancelled):
        schedule.move(
            occurrence=occurrence,
            starts_at=NOW + timedelta(days=1),
            ends_at=NOW + timedelta(days=2),
            at=NOW,
        )


def test_cancelling_the_event_cancels_what_is_to_come(occurrence) -> None:
    past = OccurrenceFactory(event=occurrence.event, starts_at=datetime(2027, 2, 1, tzinfo=UTC))
    comes(occurrence)
    schedule.cancel_event(event=occurrence.event, at=NOW)
    states = dict(Occurrence.objects.values_list("pk", "state"))
    assert states == {occurrence.pk: "cancelled", past.pk: "planned"}
    assert Message.objects.filter(kind="event-cancelled").count() == 1


def test_publishing_lays_out_the_dates(db) -> None:
    draft = walk(state="draft")
    schedule.publish_event(event=draft, at=NOW)
    assert draft.occurrences.exists()
    cancelled = walk(state="cancelled")
    assert schedule.publish_event(event=cancelled, at=NOW).state == "cancelled"

"""A changed rule lays the dates to come out anew; nobody's date changes silently."""

from datetime import time, timedelta

import pytest

from events import schedule
from events.models import Event, Occurrence
from events.refusals import DatesTaken
from events.registration import withdraw
from events.relaying import Decision, relay, taken
from rotonde.notifications.models import Message
from tests.factories.events import NOW, EventFactory, OccurrenceFactory, comes


@pytest.fixture
def walk(db, clock) -> Event:
    """Every Sunday at ten, laid out."""
    event = EventFactory(
        rule="FREQ=WEEKLY;BYDAY=SU", start_time=time(10), duration_minutes=90, changed_at=NOW
    )
    schedule.roll(at=NOW)
    return Event.objects.get(pk=event.pk)


def coming(event: Event) -> list[Occurrence]:
    return list(event.occurrences.filter(starts_at__gt=NOW).in_order())


def change(event: Event, decisions=None, otherwise=None, **changes) -> Event:
    before = Event.objects.get(pk=event.pk)
    Event.objects.filter(pk=event.pk).update(**changes)
    after = Event.objects.get(pk=event.pk)
    relay(event=after, before=before, decisions=decisions or {}, otherwise=otherwise, at=NOW)
    return after


def kinds() -> list[str]:
    told = Message.objects.filter(kind__in=["event-moved", "event-cancelled"])
    return sorted(told.values_list("kind", flat=True))


def test_dates_nobody_registered_for_give_way_to_the_new_ones(walk) -> None:
    past = list(walk.occurrences.filter(starts_at__lt=NOW).values_list("pk", flat=True))
    change(walk, rule="FREQ=WEEKLY;BYDAY=TU")
    assert {each.local_start.weekday() for each in coming(walk)} == {1}
    assert len(coming(walk)) > 50
    assert walk.occurrences.filter(pk__in=past).count() == len(past)


def test_a_new_hour_moves_them_and_keeps_their_place_in_calendars(walk) -> None:
    first = coming(walk)[0]
    change(walk, start_time=time(14))
    first.refresh_from_db()
    assert (first.local_start.hour, first.sequence) == (14, 1)
    assert {each.local_start.hour for each in coming(walk)} == {14}


def test_dates_people_come_to_are_shown_before_anything_changes(walk) -> None:
    first, second, *_ = coming(walk)
    comes(first)
    wished = Event.objects.get(pk=walk.pk)
    wished.rule = "FREQ=WEEKLY;BYDAY=TU"
    (shown,) = taken(wished, walk, at=NOW)
    assert (shown.occurrence, shown.is_dropped) == (first, True)
    wished.rule, wished.start_time = walk.rule, time(15)
    (shown,) = taken(wished, walk, at=NOW)
    assert shown.new_start.hour == 15
    assert Occurrence.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_nothing_happens_to_them_undecided(walk) -> None:
    first = coming(walk)[0]
    comes(first)
    with pytest.raises(DatesTaken) as refusal:
        change(walk, rule="FREQ=WEEKLY;BYDAY=TU")
    assert [each.occurrence for each in refusal.value.dates] == [first]
    assert not kinds()


def test_they_are_kept(walk) -> None:
    first = coming(walk)[0]
    comes(first)
    change(walk, {first.pk: Decision.KEEP}, rule="FREQ=WEEKLY;BYDAY=TU")
    first.refresh_from_db()
    assert (first.state, first.sequence, kinds()) == ("planned", 0, [])


def test_or_cancelled_with_a_message(walk) -> None:
    first, second, *_ = coming(walk)
    comes(first)
    comes(second, "eve")
    decisions = {first.pk: Decision.FOLLOW, second.pk: Decision.KEEP}
    change(walk, decisions, rule="FREQ=WEEKLY;BYDAY=TU")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, kinds()) == ("cancelled", "planned", ["event-cancelled"])


def test_or_moved_with_a_message(walk) -> None:
    first = coming(walk)[0]
    comes(first)
    change(walk, {first.pk: Decision.FOLLOW}, start_time=time(14))
    first.refresh_from_db()
    assert (first.local_start.hour, kinds()) == (14, ["event-moved"])


def test_who_waits_counts_as_who_comes(walk) -> None:
    first = coming(walk)[0]
    comes(first, "all", adults=6, children=4)
    withdraw(code=comes(first, "late").code, at=NOW)
    comes(first, "waits")
    assert len(taken(Event(pk=walk.pk, rule=""), walk, at=NOW)) == 1


def test_a_date_all_withdrew_from_is_cancelled_not_forgotten(walk) -> None:
    first = coming(walk)[0]
    withdraw(code=comes(first).code, at=NOW)
    change(walk, rule="FREQ=WEEKLY;BYDAY=TU")
    first.refresh_from_db()
    assert (first.state, kinds()) == ("cancelled", [])


def test_a_date_moved_by_hand_stays_where_it_was_put(walk) -> None:
    first = coming(walk)[0]
    starts_at = first.starts_at + timedelta(days=1)
    ends_at = starts_at + timedelta(hours=1)
    schedule.move(occurrence=first, starts_at=starts_at, ends_at=ends_at, at=NOW)
    change(walk, start_time=time(14))
    first.refresh_from_db()
    assert first.starts_at == starts_at


def test_dates_by_hand_and_cancelled_ones_are_left_alone(walk) -> None:
    by_hand = OccurrenceFactory(event=walk)
    off = schedule.cancel(occurrence=coming(walk)[0], at=NOW)
    change(walk, rule="")
    assert {each.pk for each in coming(walk)} == {by_hand.pk, off.pk}


def test_a_rule_may_begin_and_end(walk) -> None:
    first, second, *_ = coming(walk)
    change(walk, recurs_from=second.planned_on, recurs_until=second.planned_on)
    assert [each.planned_on for each in coming(walk)] == [second.planned_on]
    change(walk, recurs_from=None, recurs_until=first.planned_on)
    assert [each.planned_on for each in coming(walk)] == [first.planned_on]


def test_a_change_that_moves_no_date_lays_nothing_out(walk) -> None:
    first = coming(walk)[0]
    first.delete()
    change(walk, capacity=3)
    assert not walk.occurrences.filter(planned_on=first.planned_on).exists()


def test_what_nobody_decided_goes_as_said_for_all(walk) -> None:
    first = coming(walk)[0]
    comes(first)
    change(walk, rule="", otherwise=Decision.KEEP)
    assert [each.pk for each in coming(walk)] == [first.pk]

"""A seat for a household, the waiting list in order, and never a seat too many."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from events import refusals
from events.models import Occurrence, Registration, RegistrationEntry
from events.registration import change_capacity, promote, register, withdraw
from rotonde.notifications.models import Message
from tests.factories.events import NOW, OccurrenceFactory, comes

State = Registration.State


def kinds(registration: Registration) -> list[str]:
    target = f"registration:{registration.pk}"
    return list(Message.objects.filter(target=target).order_by("id").values_list("kind", flat=True))


def entries(registration: Registration) -> list[str]:
    return [entry.action for entry in registration.entries.all()]


def counted(occurrence: Occurrence) -> tuple[int, int]:
    occurrence.refresh_from_db()
    assert not Occurrence.objects.miscounted().exists()
    return occurrence.seats_taken, occurrence.waiting


def test_a_household_gets_its_seats_with_entry_and_mails(occurrence) -> None:
    family = comes(occurrence, adults=2, children=3)
    assert (family.state, family.people) == (State.REGISTERED, 5)
    assert counted(occurrence) == (5, 0)
    assert entries(family) == ["registered"]
    assert kinds(family) == ["registration-confirmed", "event-reminder-1d"]


def test_codes_are_long_and_all_different(occurrence) -> None:
    codes = {comes(occurrence, who).code for who in "abc"}
    assert len(codes) == 3
    assert all(len(code) == 22 for code in codes)


def test_the_last_seat_and_the_one_after_it(occurrence) -> None:
    for number in range(5):
        comes(occurrence, f"pair-{number}", adults=2)
    late = comes(occurrence, "late")
    assert (late.state, late.position) == (State.WAITING, 1)
    assert counted(occurrence) == (10, 1)
    assert kinds(late) == ["registration-waiting"]


def test_nobody_overtakes_who_waits(occurrence) -> None:
    comes(occurrence, "eight", adults=6, children=2)
    four = comes(occurrence, "four", adults=4)
    one = comes(occurrence, "one")
    assert [four.position, one.position] == [1, 2]
    assert counted(occurrence) == (8, 2)


def test_the_line_moves_up_in_order_as_far_as_the_seats_reach(occurrence) -> None:
    six = comes(occurrence, "six", adults=6)
    comes(occurrence, "four", adults=4)
    waiting = [comes(occurrence, f"{n}th", adults=n) for n in (2, 3, 4)]
    withdraw(code=six.code, at=NOW)
    for each in waiting:
        each.refresh_from_db()
    assert [each.state for each in waiting] == [State.REGISTERED, State.REGISTERED, State.WAITING]
    assert counted(occurrence) == (9, 1)
    assert entries(waiting[0]) == ["waiting", "promoted"]
    assert kinds(waiting[0]) == [
        "registration-waiting",
        "registration-promoted",
        "event-reminder-1d",
    ]


def test_who_leaves_the_line_lets_the_next_one_in(occurrence) -> None:
    comes(occurrence, "nine", adults=6, children=3)
    large = comes(occurrence, "large", adults=3)
    small = comes(occurrence, "small")
    withdraw(code=large.code, at=NOW)
    small.refresh_from_db()
    assert small.state == State.REGISTERED
    assert counted(occurrence) == (10, 0)


def test_withdrawing_twice_gives_the_seats_back_once(occurrence) -> None:
    family = comes(occurrence, adults=3)
    comes(occurrence, "other", adults=2)
    assert withdraw(code=family.code, at=NOW).state == State.WITHDRAWN
    assert withdraw(code=family.code, at=NOW).state == State.WITHDRAWN
    assert counted(occurrence) == (2, 0)
    assert kinds(family).count("registration-withdrawn") == 1


def test_who_withdrew_may_register_again(occurrence) -> None:
    first = comes(occurrence)
    withdraw(code=first.code, at=NOW)
    again = comes(occurrence)
    assert (again.state, again.code != first.code) == (State.REGISTERED, True)


def test_the_same_form_posted_twice_makes_one_registration(occurrence) -> None:
    given = {"occurrence": occurrence, "name": "Ada", "email": "ada@example.org", "language": "en"}
    first = register(**given, form_key="k" * 22, at=NOW)
    second = register(**given, form_key="k" * 22, at=NOW)
    assert (first.already, second.already) == (False, True)
    assert second.registration == first.registration
    assert counted(occurrence) == (1, 0)
    assert Message.objects.filter(kind="registration-confirmed").count() == 1


@pytest.mark.parametrize("address", ["ada@example.org", "ADA@Example.org"])
def test_one_live_registration_per_address(occurrence, address: str) -> None:
    first = comes(occurrence)
    with pytest.raises(refusals.AlreadyRegistered) as refusal:
        comes(occurrence, email=address, form_key="another-key-of-a-form")
    assert refusal.value.registration == first
    assert counted(occurrence) == (1, 0)


def test_the_database_refuses_a_second_live_registration(occurrence) -> None:
    first = comes(occurrence)
    copy = Registration(
        occurrence=occurrence,
        code="other",
        name="X",
        email="ADA@example.org",
        language="en",
        state=State.REGISTERED,
        created_at=NOW,
        changed_at=NOW,
    )
    with pytest.raises(IntegrityError, match="registration_once_per_address"), transaction.atomic():
        copy.save()
    assert Registration.objects.get() == first


def test_the_database_refuses_a_seat_too_many(occurrence) -> None:
    changed = Occurrence.objects.filter(pk=occurrence.pk)
    with pytest.raises(IntegrityError, match="never_a_seat_too_many"), transaction.atomic():
        changed.update(seats_taken=11)
    with pytest.raises(IntegrityError, match="seats_taken"), transaction.atomic():
        changed.update(seats_taken=-1)


def test_without_a_limit_everybody_comes(db, clock) -> None:
    open_air = OccurrenceFactory(capacity=None)
    for number in range(30):
        comes(open_air, f"family-{number}", adults=6, children=8)
    assert counted(open_air) == (420, 0)


def test_a_household_larger_than_the_hall_is_told_so(occurrence) -> None:
    with pytest.raises(refusals.HouseholdTooLarge) as refusal:
        comes(occurrence, adults=6, children=5)
    assert refusal.value.capacity == 10
    assert counted(occurrence) == (0, 0)
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("event", "date", "refusal"),
    [
        ({}, {"state": "cancelled"}, refusals.OccurrenceCancelled),
        ({"state": "cancelled"}, {}, refusals.OccurrenceCancelled),
        ({"registration_needed": False}, {}, refusals.RegistrationNotNeeded),
        ({"opens_days_before": 3}, {}, refusals.RegistrationNotOpen),
        ({"closes_hours_before": 24 * 8}, {}, refusals.RegistrationClosed),
        ({}, {"starts_at": NOW - timedelta(hours=1)}, refusals.RegistrationClosed),
        ({}, {"starts_at": NOW - timedelta(days=1)}, refusals.RegistrationClosed),
    ],
)
def test_when_registering_is_refused_nothing_changes(db, clock, event, date, refusal) -> None:
    occurrence = OccurrenceFactory(
        **{f"event__{name}": value for name, value in event.items()}, **date
    )
    with pytest.raises(refusal):
        comes(occurrence)
    assert counted(occurrence) == (0, 0)
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_a_date_cancelled_while_the_form_was_open_takes_nobody(occurrence) -> None:
    seen = Occurrence.objects.select_related("event").get(pk=occurrence.pk)
    Occurrence.objects.filter(pk=occurrence.pk).update(state="cancelled")
    with pytest.raises(refusals.OccurrenceCancelled):
        register(occurrence=seen, name="Ada", email="ada@example.org", language="en", at=NOW)
    assert counted(occurrence) == (0, 0)


def test_nothing_is_given_back_once_it_has_begun(occurrence) -> None:
    ada = comes(occurrence)
    with pytest.raises(refusals.OccurrenceStarted):
        withdraw(code=ada.code, at=occurrence.starts_at)
    assert counted(occurrence) == (1, 0)


def test_an_unknown_code_opens_nothing(db) -> None:
    with pytest.raises(refusals.NoSuchRegistration):
        withdraw(code="nobody", at=NOW)


def test_more_seats_let_the_line_in(occurrence) -> None:
    for number in range(7):
        comes(occurrence, f"pair-{number}", adults=2)
    change_capacity(occurrence=occurrence, capacity=13, at=NOW)
    assert counted(occurrence) == (12, 1)
    change_capacity(occurrence=occurrence, capacity=None, at=NOW)
    assert counted(occurrence) == (14, 0)


def test_fewer_seats_than_are_taken_are_refused(occurrence) -> None:
    comes(occurrence, adults=4)
    with pytest.raises(refusals.SeatsTaken) as refusal:
        change_capacity(occurrence=occurrence, capacity=3, at=NOW)
    assert refusal.value.taken == 4
    occurrence.refresh_from_db()
    assert occurrence.capacity == 10


def test_promoting_when_nothing_is_free_changes_nothing(occurrence) -> None:
    comes(occurrence, "ten", adults=6, children=4)
    comes(occurrence, "one")
    assert promote(occurrence=occurrence, at=NOW) == []
    assert counted(occurrence) == (10, 1)


def test_nobodys_mailbox_is_filled(db, clock, settings) -> None:
    settings.REGISTRATIONS_PER_MAIL_PER_DAY = 2
    event = OccurrenceFactory().event
    dates = [OccurrenceFactory(event=event, starts_at=NOW + timedelta(days=n)) for n in range(3, 6)]
    comes(dates[0])
    comes(dates[1])
    with pytest.raises(refusals.TooManyRegistrations):
        comes(dates[2])
    assert comes(dates[2], at=NOW + timedelta(days=1, minutes=1)).state == State.REGISTERED


def test_a_mail_address_has_its_share_of_an_hour(db, clock, settings) -> None:
    settings.REGISTRATIONS_PER_MAIL_PER_HOUR = 1
    first, second = OccurrenceFactory.create_batch(2)
    comes(first)
    with pytest.raises(refusals.TooManyRegistrations):
        comes(second)
    assert comes(second, at=NOW + timedelta(minutes=61))


@pytest.mark.parametrize(("span", "later"), [("HOUR", {"minutes": 61}), ("DAY", {"hours": 25})])
def test_a_network_address_has_its_share(occurrence, settings, span: str, later) -> None:
    setattr(settings, f"REGISTRATIONS_PER_ADDRESS_PER_{span}", 2)
    comes(occurrence, "a", address="203.0.113.7")
    comes(occurrence, "b", address="203.0.113.7")
    with pytest.raises(refusals.TooManyFromHere):
        comes(occurrence, "c", address="203.0.113.7")
    assert comes(occurrence, "c", address="203.0.113.8")
    assert comes(occurrence, "d", address="203.0.113.7", at=NOW + timedelta(**later))


def test_who_asks_again_is_answered_beyond_the_limit(occurrence, settings) -> None:
    settings.REGISTRATIONS_PER_ADDRESS_PER_HOUR = 1
    first = comes(occurrence, form_key="k" * 16, address="203.0.113.7")
    assert comes(occurrence, form_key="k" * 16, address="203.0.113.7") == first


def test_a_network_address_is_stored_as_a_hash_only(occurrence) -> None:
    made = comes(occurrence, address="203.0.113.7")
    assert len(made.address_hash) == 64
    assert not Registration.objects.filter(address_hash__contains="203.0").exists()


def test_a_date_taken_away_meanwhile_is_cancelled(occurrence) -> None:
    known = Occurrence.objects.select_related("event").get(pk=occurrence.pk)
    occurrence.delete()
    with pytest.raises(refusals.OccurrenceCancelled):
        register(occurrence=known, name="Ada", email="ada@example.org", language="en", at=NOW)


def test_entries_tell_the_whole_story(occurrence) -> None:
    comes(occurrence, "nine", adults=6, children=3)
    pair = comes(occurrence, "pair", adults=2)
    change_capacity(occurrence=occurrence, capacity=11, at=NOW)
    withdraw(code=pair.code, at=NOW)
    assert entries(pair) == ["waiting", "promoted", "withdrawn"]
    assert set(RegistrationEntry.objects.filter(registration=pair).values_list("people")) == {(2,)}


def test_an_event_with_registrations_cannot_vanish(occurrence) -> None:
    comes(occurrence)
    with pytest.raises(ProtectedError):
        occurrence.event.delete()

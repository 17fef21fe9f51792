"""No change of a procedure puts visits to come out of order, or makes them longer than booked."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from permits import booking
from permits.models import Step, Timing
from permits.parties import Party, Person
from permits.questions import ask
from permits.refusals import SlotTaken
from permits.rostering.as_booked import BookedForOtherTime, BookedInOtherOrder, watch
from permits.rostering.staffing import VisitsNeedIt
from tests.factories.permits import COMBINED, DAY, NOW, WEB, TimingFactory, at_local
from tests.permits.rostering.conftest import a_world, away, book, change

pytestmark = pytest.mark.django_db

NEXT_DAY = DAY + timedelta(1)


@pytest.fixture
def world(db):
    return a_world(city=1)


def attempt(write, at=NOW) -> None:
    """Change procedures as the admin does: all of it, or nothing."""
    with transaction.atomic():
        watched = watch(at=at)
        write()
        watched.check()


def turn_round(world) -> None:
    """The permit comes first."""
    world.permit.follows.clear()
    world.registration.follows.set([world.permit])


def lasts(procedure, minutes: int, valid_from: date | None = None) -> None:
    found = {"procedure": procedure, "valid_from": valid_from}
    Timing.objects.update_or_create(
        **found,
        defaults={"minutes": minutes, "extra_adult_minutes": 10, "extra_child_minutes": 5},
    )


def test_an_order_that_visits_are_booked_against_is_refused_and_undone(world):
    book(world)
    book(world, "08:50", NEXT_DAY)
    with pytest.raises(BookedInOtherOrder) as booked:
        attempt(lambda: turn_round(world))
    refusal = booked.value
    assert (refusal.count, refusal.first_day, refusal.last_day) == (2, DAY, NEXT_DAY)
    assert refusal.center == world.center
    assert list(world.permit.follows.all()) == [world.registration]
    book(world, "09:50")


def test_an_order_nobody_is_booked_against_is_written_and_booked_by(world):
    booking.cancel(code=book(world).code, at=NOW)
    attempt(lambda: turn_round(world))
    steps = Step.objects.filter(visit=book(world)).order_by("first_cell")
    assert [step.procedure for step in steps] == [world.permit, world.registration]


def test_to_ask_for_no_order_any_more_is_in_nobodys_way(world):
    book(world)
    attempt(world.permit.follows.clear)
    assert not world.permit.follows.exists()


def test_an_order_of_what_different_people_come_for_is_in_nobodys_way(world):
    """Each has one of the two."""
    people = (Person("adult", ("registration",)), Person("adult", ("residence-permit",)))
    book(world, party=Party(people))
    attempt(lambda: turn_round(world))


def test_what_was_out_of_order_before_stands_in_nobodys_way(world):
    book(world)
    turn_round(world)
    attempt(lambda: type(world.permit).objects.filter(pk=world.permit.pk).update(position=9))
    world.registration.follows.clear()


def test_somebody_who_was_proposed_another_time_has_it_in_order(world):
    """The time that is kept for them is a visit like any other."""
    book(world)
    change(away(world.city[0]))
    with pytest.raises(BookedInOtherOrder) as booked:
        attempt(lambda: turn_round(world))
    assert booked.value.count == 2


DURATIONS = {
    "longer": lambda world: lasts(world.registration, 40),
    "shorter": lambda world: lasts(world.registration, 10),
    "longer from the day on": lambda world: lasts(world.registration, 40, DAY),
    "not known any more": lambda world: world.registration.timings.all().delete(),
    "not known yet": lambda world: world.registration.timings.update(valid_from=DAY + timedelta(9)),
}


@pytest.mark.parametrize("write", DURATIONS.values(), ids=DURATIONS)
def test_another_duration_on_days_visits_are_booked_is_refused_and_undone(world, write):
    before = list(Timing.objects.values())
    book(world)
    book(world, "08:50", NEXT_DAY)
    with pytest.raises(BookedForOtherTime) as booked:
        attempt(lambda: write(world))
    refusal = booked.value
    assert (refusal.count, refusal.first_day, refusal.last_day) == (2, DAY, NEXT_DAY)
    assert list(Timing.objects.values()) == before


@pytest.mark.parametrize("write", DURATIONS.values(), ids=DURATIONS)
def test_another_duration_passes_where_nobody_comes_for_it(world, write):
    booking.cancel(code=book(world).code, at=NOW)
    book(world, party=Party((Person("adult", ("residence-permit",)),)))
    attempt(lambda: write(world))


def test_a_duration_from_the_day_after_the_last_visit_on_holds_for_whom_it_concerns(world):
    visit = book(world)
    attempt(lambda: lasts(world.registration, 30, NEXT_DAY))
    later = book(world, day=NEXT_DAY)
    lengths = [each.steps.get(procedure=world.registration).cell_count for each in (visit, later)]
    assert lengths == [5, 6]


def test_minutes_that_make_no_cell_more_or_less_change_nobodys_visit(world):
    book(world)
    attempt(lambda: lasts(world.registration, 23))


def test_what_is_over_stands_in_nobodys_way(world):
    book(world)
    attempt(lambda: lasts(world.registration, 40), at=at_local("10:00"))
    attempt(lambda: turn_round(world), at=at_local("10:00"))
    world.registration.follows.clear()


def test_whose_desk_it_is_at_is_watched_as_well(world):
    book(world)
    with pytest.raises(VisitsNeedIt):
        attempt(lambda: type(world.permit).objects.update(agency_kind="municipal"))


def test_every_center_is_asked(world):
    elsewhere = a_world(city=1)
    book(elsewhere)
    with pytest.raises(BookedInOtherOrder) as booked:
        attempt(lambda: turn_round(world))
    assert booked.value.center == elsewhere.center


@pytest.mark.parametrize(
    "write", [turn_round, lambda world: lasts(world.registration, 60)], ids=["order", "duration"]
)
def test_what_changed_since_the_question_was_put_is_booked_as_it_is_now(world, monkeypatch, write):
    """The catalogue is read before the lock, and once more under it."""

    def asked_before_it_changed(*args, **kwargs):
        question = ask(*args, **kwargs)
        attempt(lambda: write(world))
        return question

    monkeypatch.setattr(booking, "ask", asked_before_it_changed)
    try:
        visit = booking.hold(
            center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, **WEB
        )
    except SlotTaken:
        return
    first, second = visit.steps.order_by("first_cell")
    took = {first.procedure: first.cell_count, second.procedure: second.cell_count}
    expected = (world.permit, 5) if write is turn_round else (world.registration, 12)
    assert (first.procedure, took[world.registration]) == expected


def test_timings_are_made_by_hand_too(world):
    """One more row counts like one that was edited."""
    book(world)
    with pytest.raises(BookedForOtherTime):
        attempt(lambda: TimingFactory(procedure=world.permit, minutes=60, valid_from=DAY))

"""The visit an employer books for a hire: the hire's own, once, and only with their consent."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import Visit
from permits.parties import Party, Person
from permits.refusals import HoldExpired, SlotTaken
from rotonde.employers import bookings, hiring
from rotonde.employers.models import Hire, Shares
from rotonde.employers.refusals import MayNotBook, NothingHeld, VisitStands
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account
from tests.factories.employers import NOW, a_hire, booked_for

ALONE = Party((Person("adult", ("registration", "residence-permit")),))


def held(hire, world, hour=9, at=NOW):
    return bookings.hold_visit(
        hire=hire,
        center=world.center,
        party=ALONE,
        municipality=world.gent,
        start=world.at(0, hour),
        at=at,
    )


def test_the_visit_is_the_hires_own(employer, hr, world):
    account = an_account("ana@example.org")
    hire = a_hire(employer, by=hr, shares=Shares.DATE, account=account)
    visit = booked_for(hire, world)
    assert visit.origin == Visit.Origin.EMPLOYER
    assert (visit.name, visit.email, visit.language) == (hire.name, hire.email, "es")
    assert visit.account == account
    assert Hire.objects.get().visit == visit
    told = Message.objects.filter(recipient=hire.email, due_at__lte=NOW)
    assert set(told.values_list("kind", "language")) == {
        ("hire-invited", "es"),
        ("visit-confirmed", "es"),
        ("hire-visit-booked", "es"),
    }


@pytest.mark.parametrize("shares", [None, Shares.NOTHING])
def test_without_consent_nothing_is_held_or_booked(employer, hr, world, shares):
    hire = a_hire(employer, by=hr, shares=shares)
    with pytest.raises(MayNotBook):
        held(hire, world)
    assert not Visit.objects.exists()


def test_consent_taken_back_while_a_time_is_held(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.DATE)
    held(hire, world)
    hiring.decide_consent(hire=hire, shares=Shares.NOTHING, at=NOW)
    with pytest.raises(MayNotBook):
        bookings.book_visit(hire=hire, names=["Ana"], at=NOW)
    assert Visit.objects.get().state == Visit.State.HELD
    assert not Message.objects.filter(kind="visit-confirmed").exists()


def test_booking_twice_is_booking_once(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    visit = booked_for(hire, world)
    assert bookings.book_visit(hire=hire, names=["Other"], at=NOW) == visit
    assert Visit.objects.count() == 1
    assert Message.objects.filter(kind="hire-visit-booked").count() == 1


def test_a_second_visit_is_refused_until_the_first_is_gone(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    visit = booked_for(hire, world)
    hire.refresh_from_db()
    with pytest.raises(VisitStands):
        held(hire, world, hour=11)
    booking.cancel(code=visit.code, at=NOW)
    hire.refresh_from_db()
    assert booked_for(hire, world, hour=11) != visit


def test_another_time_gives_the_first_back(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    first, second = held(hire, world), held(hire, world, hour=11)
    first.refresh_from_db()
    assert first.state == Visit.State.EXPIRED
    assert bookings.held_visit(hire) == second


def test_two_hires_hold_side_by_side_but_not_the_same_time(employer, hr, world):
    ana = a_hire(employer, by=hr, shares=Shares.STATE)
    bo = a_hire(employer, by=hr, shares=Shares.STATE, email="bo@x.example")
    held(ana, world)
    with pytest.raises(SlotTaken) as taken:
        held(bo, world)
    assert taken.value.nearest
    held(bo, world, hour=11)
    assert Visit.objects.filter(state="held").count() == 2


def test_an_expired_hold_books_nothing(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    held(hire, world)
    with pytest.raises(HoldExpired):
        bookings.book_visit(hire=hire, names=["Ana"], at=NOW + timedelta(minutes=11))
    assert Hire.objects.get().visit is None


def test_nothing_held_books_nothing(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    with pytest.raises(NothingHeld):
        bookings.book_visit(hire=hire, names=["Ana"], at=NOW)

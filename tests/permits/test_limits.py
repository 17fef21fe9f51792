"""One live combined visit for each person, however they write their address."""

from datetime import timedelta

import pytest

from permits import booking
from permits.limits import block_of, mail_key
from permits.models import Visit
from permits.parties import Party, Person
from permits.refusals import HasVisit, TooLateToChange, TooManyHolds
from tests.factories.accounts import an_account
from tests.factories.permits import COMBINED, DAY, NOW, WEB, a_center, at_local

pytestmark = pytest.mark.django_db

REGISTRATION = Party((Person("adult", ("registration",)),))


def booked(world, clock, *, party=COMBINED, email="ada@example.org", account=None, **more):
    held = booking.hold(
        center=world.center, party=party, start=at_local(clock), at=NOW, **WEB | more
    )
    return booking.confirm(
        code=held.code, name="A", email=email, language="en", account=account, at=NOW
    ).visit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@example.org", " Ada@Example.org"),
        ("ada+gent@example.org", "ada@example.org"),
        ("a.da@gmail.com", "ada@googlemail.com"),
    ],
)
def test_ways_of_writing_one_address(one, other):
    assert mail_key(one) == mail_key(other)


@pytest.mark.parametrize("other", ["bo@example.org", "ada@example.com", "a.da@example.org", ""])
def test_other_addresses_are_other_people(other):
    assert mail_key("ada@example.org") != mail_key(other)


def test_neighbours_share_a_block():
    assert block_of("192.0.2.7") == block_of("192.0.2.200") != block_of("192.0.3.7")
    assert block_of("2001:db8:1::1") == block_of("2001:db8:1:9::1") != block_of("2001:db8:2::1")


def test_a_second_combined_visit_of_one_address_is_refused():
    world = a_center()
    booked(world, "08:50")
    with pytest.raises(HasVisit):
        booked(world, "13:30", email="ADA+two@example.org")
    assert Visit.objects.filter(state="booked").count() == 1


def test_a_second_one_of_one_account_is_refused():
    world, ada = a_center(), an_account()
    booked(world, "08:50", account=ada)
    with pytest.raises(HasVisit):
        booked(world, "13:30", email="other@example.org", account=ada)


def test_a_single_procedure_beside_it_is_not():
    world = a_center()
    booked(world, "08:50")
    assert booked(world, "13:30", party=REGISTRATION).state == "booked"


def test_after_cancelling_another_can_be_booked():
    world = a_center()
    booking.cancel(code=booked(world, "08:50").code, at=NOW)
    assert booked(world, "13:30").state == "booked"


def test_what_is_over_does_not_count():
    world = a_center(days=2)
    first = booked(world, "08:50")
    later = first.ends_at + timedelta(minutes=5)
    start = at_local("08:50", DAY + timedelta(1))
    held = booking.hold(center=world.center, party=COMBINED, start=start, at=later, **WEB)
    assert booking.confirm(
        code=held.code, name="A", email="ada@example.org", language="en", at=later
    ).visit


def test_staff_and_employers_book_for_others():
    world = a_center(city=3, federal=3)
    for origin in ("web", "staff", "employer"):
        assert booked(world, "08:50", origin=origin).state == "booked"


def test_the_two_halves_of_a_party_are_one_visit():
    world = a_center(city=2, federal=2)
    first = booked(world, "08:50")
    assert booked(world, "08:50", beside=first).state == "booked"
    with pytest.raises(HasVisit):
        booked(world, "13:30")


def test_holds_of_an_address_are_counted_over_the_day(settings):
    settings.HOLDS_PER_ADDRESS_PER_DAY = 1
    world = a_center()
    first = booking.hold(
        center=world.center, party=COMBINED, start=at_local("08:50"), at=NOW, address="a", **WEB
    )
    booking.release(code=first.code, at=NOW)
    late = {"center": world.center, "party": COMBINED, "start": at_local("13:30"), "address": "a"}
    with pytest.raises(TooManyHolds):
        booking.hold(at=NOW + timedelta(hours=3), **late, **WEB)


class TestLate:
    """A visit can be changed by link until a set time before."""

    @pytest.fixture
    def visit(self):
        world = a_center()
        world.center.change_minutes = 120
        world.center.save()
        return booked(world, "08:50")

    def test_neither_moved_nor_cancelled(self, visit):
        late = visit.starts_at - timedelta(minutes=119)
        with pytest.raises(TooLateToChange):
            booking.cancel(code=visit.code, at=late)
        with pytest.raises(TooLateToChange):
            booking.move(code=visit.code, start=at_local("13:30"), at=late)

    def test_in_time_it_is(self, visit):
        in_time = visit.starts_at - timedelta(minutes=120)
        assert booking.cancel(code=visit.code, at=in_time).state == "cancelled"

    def test_staff_still_can(self, visit):
        late = visit.starts_at - timedelta(minutes=1)
        assert booking.cancel(code=visit.code, at=late, by_staff=True).state == "cancelled"

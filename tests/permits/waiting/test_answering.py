"""An offer is accepted or declined, once; a visit that moves has the new time first."""

import pytest

from permits import booking
from permits.limits import mail_key
from permits.models import Step, Tick, Visit, WaitingOffer, WaitingParty
from permits.refusals import HasVisit
from permits.waiting import joining
from permits.waiting.answering import accept, decline
from permits.waiting.offering import offer_freed
from permits.waiting.refusals import NoSuchOffer, OfferOver
from rotonde.notifications.models import Message
from tests.factories.permits import NOW
from tests.permits.rostering.conftest import officers_of
from tests.permits.waiting.conftest import (
    HOUR,
    LATER,
    MINUTE,
    a_wish,
    a_world,
    fill,
    joins,
    public,
    the_offer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(world):
    """Ada waits and is offered the first time of the day."""
    visits = fill(world)
    waiting = joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    return waiting


def test_accepting_books_the_time_for_the_party(offered):
    offer = the_offer(offered)
    visit = accept(code=offered.code, offer=offer.pk, at=NOW + MINUTE)
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at) == ("booked", offer.hold.starts_at)
    assert (visit.name, visit.email) == ("Ada", "ada@example.org")
    assert Message.objects.filter(kind="visit-confirmed", target=f"visit:{visit.pk}").exists()
    offered.refresh_from_db()
    assert offered.state == WaitingParty.State.MET


def test_accepting_twice_is_the_same_visit(offered):
    offer = the_offer(offered)
    first = accept(code=offered.code, offer=offer.pk, at=NOW)
    assert accept(code=offered.code, offer=offer.pk, at=NOW + MINUTE).pk == first.pk


def test_accepting_too_late_books_nothing(offered):
    offer = the_offer(offered)
    with pytest.raises(OfferOver):
        accept(code=offered.code, offer=offer.pk, at=NOW + 2 * HOUR)
    assert not Visit.objects.filter(email="ada@example.org").exists()


def test_after_declining_it_is_over_and_the_next_has_it_at_once(world, offered):
    second = joins(world, "second", at=NOW + MINUTE)
    offer = the_offer(offered)
    decline(code=offered.code, offer=offer.pk, at=NOW + 2 * MINUTE)
    assert offer_freed(at=NOW + 2 * MINUTE) == 1
    assert the_offer(second).hold.starts_at == offer.hold.starts_at
    with pytest.raises(OfferOver):
        accept(code=offered.code, offer=offer.pk, at=NOW + 3 * MINUTE)


def test_a_declined_time_is_public_after_a_new_delay_and_not_before(world, offered):
    offer = the_offer(offered)
    decline(code=offered.code, offer=offer.pk, at=NOW)
    assert public(world) == []
    assert offer.hold.starts_at in public(world, at=NOW + 45 * MINUTE)


def test_declining_what_was_accepted_changes_nothing(offered):
    offer = the_offer(offered)
    visit = accept(code=offered.code, offer=offer.pk, at=NOW)
    decline(code=offered.code, offer=offer.pk, at=NOW)
    visit.refresh_from_db()
    offer.refresh_from_db()
    assert (visit.state, offer.state) == ("booked", WaitingOffer.State.ACCEPTED)


def test_an_offer_answers_to_its_own_party_only(world, offered):
    other = joins(world, "other")
    with pytest.raises(NoSuchOffer):
        accept(code=other.code, offer=the_offer(offered).pk, at=NOW)


def test_leaving_the_list_passes_the_offer_on(world, offered):
    second = joins(world, "second", at=NOW + MINUTE)
    left = joining.leave(code=offered.code, at=NOW + MINUTE)
    assert left.state == WaitingParty.State.LEFT
    assert offer_freed(at=NOW + MINUTE) == 1
    assert the_offer(second)


def test_who_booked_elsewhere_meanwhile_has_one_combined_visit_only(world, offered):
    taken = Visit.objects.filter(state="booked").first()
    Visit.objects.filter(pk=taken.pk).update(
        email="ada@example.org", mail_key=mail_key("ada@example.org")
    )
    with pytest.raises(HasVisit):
        accept(code=offered.code, offer=the_offer(offered).pk, at=NOW)
    assert the_offer(offered)


class TestEarlier:
    """A booked visit that waits for an earlier time."""

    @pytest.fixture
    def visits(self, world):
        return fill(world)

    @pytest.fixture
    def waiting(self, visits):
        return joining.join_for_earlier(
            visit=visits[-1], wish=a_wish(), language="en", form_key="form", at=NOW
        )

    def test_accepting_moves_the_visit_and_frees_the_old_time(self, world, visits, waiting):
        booking.cancel(code=visits[0].code, at=NOW)
        offer_freed(at=NOW)
        offer = the_offer(waiting)
        moved = accept(code=waiting.code, offer=offer.pk, at=NOW + MINUTE)
        assert (moved.pk, moved.starts_at) == (visits[-1].pk, visits[0].starts_at)
        assert moved.code == visits[-1].code
        assert Tick.objects.filter(step__visit=moved).count() == 8
        assert not Tick.objects.filter(step__visit=offer.hold).exists()
        assert Message.objects.filter(kind="visit-moved").count() == 1
        # The old time is kept back like any other.
        assert public(world, at=NOW + MINUTE) == []
        assert visits[-1].starts_at in public(world, at=NOW + HOUR)

    def test_until_it_is_accepted_the_visit_keeps_its_time(self, visits, waiting):
        booking.cancel(code=visits[0].code, at=NOW)
        offer_freed(at=NOW)
        assert Step.objects.filter(visit=visits[-1]).count() == 2
        decline(code=waiting.code, offer=the_offer(waiting).pk, at=NOW)
        visits[-1].refresh_from_db()
        assert visits[-1].state == "booked"

    def test_accepting_twice_moves_once(self, visits, waiting):
        booking.cancel(code=visits[0].code, at=NOW)
        offer_freed(at=NOW)
        offer = the_offer(waiting)
        accept(code=waiting.code, offer=offer.pk, at=NOW)
        again = accept(code=waiting.code, offer=offer.pk, at=NOW + MINUTE)
        assert (again.pk, again.sequence) == (visits[-1].pk, 1)

    def test_a_later_time_is_not_offered(self, visits):
        first = joining.join_for_earlier(
            visit=visits[0], wish=a_wish(), language="en", form_key="f", at=NOW
        )
        booking.cancel(code=visits[2].code, at=NOW)
        assert offer_freed(at=NOW) == 0
        assert the_offer(first) is None

    def test_once_the_visit_is_cancelled_it_waits_for_nothing(self, visits, waiting):
        booking.cancel(code=visits[-1].code, at=NOW)
        offer_freed(at=NOW)
        waiting.refresh_from_db()
        assert waiting.state == WaitingParty.State.ENDED

    def test_it_waits_once(self, visits, waiting):
        with pytest.raises(joining.AlreadyWaiting):
            joining.join_for_earlier(
                visit=visits[-1], wish=a_wish(), language="en", form_key="other", at=NOW
            )

    def test_the_last_day_is_that_of_the_visit(self, waiting):
        assert waiting.until_date == LATER


def test_a_visit_that_took_an_offer_can_still_be_moved_by_a_few_minutes(world):
    """What was kept from the public for the offer is not kept from whose time it is now."""
    visits = fill(world)
    waiting = joining.join_for_earlier(
        visit=visits[-1], wish=a_wish(), language="en", form_key="earlier", at=NOW
    )
    booking.cancel(code=visits[0].code, at=NOW)
    booking.cancel(code=visits[1].code, at=NOW)
    offer_freed(at=NOW)
    moved = accept(code=waiting.code, offer=the_offer(waiting).pk, at=NOW)
    later = NOW + 46 * MINUTE
    start = moved.starts_at + 5 * MINUTE
    assert booking.move(code=moved.code, start=start, at=later).starts_at == start


def test_what_was_kept_with_other_officers_is_not_public_at_once():
    """Whoever takes an offer may be seated with others, who became free meanwhile."""
    world = a_world(city=2, federal=2)
    visits = fill(world)
    one, other = visits[:2]
    waiting = joining.join_for_earlier(
        visit=visits[-1], wish=a_wish(), language="en", form_key="earlier", at=NOW
    )
    booking.cancel(code=other.code, at=NOW)
    offer_freed(at=NOW)
    kept = the_offer(waiting).hold
    assert officers_of(kept) == officers_of(other)
    booking.cancel(code=one.code, at=NOW)
    moved = accept(code=waiting.code, offer=the_offer(waiting).pk, at=NOW + MINUTE)
    assert officers_of(moved) == officers_of(one) != officers_of(kept)
    assert public(world, at=NOW + MINUTE) == []
    assert moved.starts_at in public(world, at=NOW + HOUR)

"""A freed time goes to the first party it fits, for a while, then to the next."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import CenterDay, Embargo, WaitingOffer, WaitingParty
from permits.refusals import SlotTaken
from permits.waiting.answering import decline
from permits.waiting.offering import offer_freed
from rotonde.notifications.models import Message
from tests.factories.permits import COMBINED, DAY, NOW, WEB, at_local, shift
from tests.permits.waiting.conftest import (
    HOUR,
    LATER,
    MINUTE,
    a_wish,
    fill,
    joins,
    public,
    the_offer,
)

pytestmark = pytest.mark.django_db


def test_the_first_who_joined_is_offered_it_whoever_comes_later(world):
    visits = fill(world)
    second, first = joins(world, "second", at=NOW + MINUTE), joins(world, "first")
    booking.cancel(code=visits[0].code, at=NOW + HOUR)
    assert offer_freed(at=NOW + HOUR) == 1
    assert the_offer(first).hold.starts_at == visits[0].starts_at
    assert the_offer(second) is None


def test_it_is_kept_for_them_and_nobody_else_can_take_it(world):
    visits = fill(world)
    waiting = joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    held = the_offer(waiting).hold
    assert held.hold_expires_at == NOW + 2 * HOUR
    assert held.starts_at not in public(world, at=NOW + HOUR, by_staff=True)
    with pytest.raises(SlotTaken):
        booking.hold(
            center=world.center, party=COMBINED, start=held.starts_at, at=NOW + HOUR, **WEB
        )


def test_two_freed_times_go_to_two_parties(world):
    visits = fill(world)
    first, second = joins(world, "first"), joins(world, "second", at=NOW + MINUTE)
    for visit in visits[:2]:
        booking.cancel(code=visit.code, at=NOW)
    assert offer_freed(at=NOW + MINUTE) == 2
    assert the_offer(first).hold.starts_at < the_offer(second).hold.starts_at


def test_unanswered_it_goes_to_the_next_and_never_to_the_public_in_between(world):
    visits = fill(world)
    first, second = joins(world, "first"), joins(world, "second", at=NOW + MINUTE)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    over = NOW + 2 * HOUR
    assert public(world, at=over) == []
    assert offer_freed(at=over) == 1
    assert first.offers.get().state == WaitingOffer.State.LAPSED
    assert the_offer(second).hold.starts_at == visits[0].starts_at


def test_what_nobody_takes_becomes_public(world):
    visits = fill(world)
    joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    assert offer_freed(at=NOW + 2 * HOUR) == 0
    assert public(world, at=NOW + 2 * HOUR) == []
    assert visits[0].starts_at in public(world, at=NOW + 3 * HOUR)


def test_a_party_is_not_offered_twice_what_it_declined(world):
    visits = fill(world)
    waiting = joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    decline(code=waiting.code, offer=the_offer(waiting).pk, at=NOW + MINUTE)
    assert offer_freed(at=NOW + MINUTE) == 0


def test_after_a_decline_another_freed_time_is_offered(world):
    visits = fill(world)
    waiting = joins(world)
    for visit in visits[:2]:
        booking.cancel(code=visit.code, at=NOW)
    offer_freed(at=NOW)
    decline(code=waiting.code, offer=the_offer(waiting).pk, at=NOW + MINUTE)
    assert offer_freed(at=NOW + MINUTE) == 1
    assert the_offer(waiting).hold.starts_at >= visits[0].starts_at + 15 * MINUTE


@pytest.mark.parametrize(
    "wish",
    [
        a_wish(until_date=LATER - timedelta(1)),
        a_wish(part="afternoon"),
        a_wish(notice_hours=24 * 4),
    ],
)
def test_what_does_not_fit_the_wish_is_not_offered(world, wish):
    visits = fill(world)
    other = joins(world, "other", at=NOW + MINUTE)
    waiting = WaitingParty.objects.get(pk=joins(world, wish=a_wish()).pk)
    for name in ("until_date", "part", "notice_hours"):
        setattr(waiting, name, getattr(wish, name))
    waiting.save()
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    assert the_offer(waiting) is None
    assert the_offer(other)


def test_time_added_to_the_roster_is_offered(world):
    fill(world)
    waiting = joins(world)
    offer_freed(at=NOW)
    assert the_offer(waiting) is None
    for officer in world.officers:
        shift(officer, "16:30", "18:00", LATER)
    CenterDay.objects.filter(date=LATER).update(to_offer=True)
    assert offer_freed(at=NOW) == 1


def test_a_day_nothing_happened_on_is_not_looked_at_again(world, django_assert_max_num_queries):
    fill(world)
    joins(world)
    offer_freed(at=NOW)
    assert not CenterDay.objects.filter(date=LATER, to_offer=True).exists()
    with django_assert_max_num_queries(8):
        offer_freed(at=NOW + MINUTE)


def test_every_offer_is_a_message_and_a_lapsed_one_is_not_sent_late(world):
    visits = fill(world)
    waiting = joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    message = Message.objects.get(kind="waiting-offer")
    assert (message.recipient, message.target) == (
        "ada@example.org",
        f"offer:{the_offer(waiting).pk}",
    )


def test_who_lets_three_offers_pass_keeps_them_from_nobody_any_more(world):
    visits = fill(world)
    waiting, at = joins(world), NOW
    for visit in visits[:3]:
        booking.cancel(code=visit.code, at=at)
        offer_freed(at=at)
        assert the_offer(waiting)
        at += 2 * HOUR
        offer_freed(at=at)
    waiting.refresh_from_db()
    assert waiting.state == WaitingParty.State.ENDED
    assert Message.objects.filter(kind="waiting-ended").count() == 1


def test_when_the_days_are_over_the_waiting_ends_and_is_told(world):
    fill(world)
    waiting = joins(world)
    offer_freed(at=NOW + timedelta(days=5))
    waiting.refresh_from_db()
    assert waiting.state == WaitingParty.State.ENDED
    assert Message.objects.filter(kind="waiting-ended").count() == 1


def test_an_offer_leaves_no_gap_for_the_public_when_it_runs_out_unswept(world):
    visits = fill(world)
    joins(world)
    booking.cancel(code=visits[0].code, at=NOW)
    offer_freed(at=NOW)
    assert Embargo.objects.filter(until__gt=NOW + 2 * HOUR).count() == 2


def test_a_time_under_embargo_is_offered_to_who_joins_meanwhile(world):
    visits = fill(world)
    booking.cancel(code=visits[0].code, at=NOW)
    waiting = joins(world)
    assert offer_freed(at=NOW) == 1
    assert the_offer(waiting).hold.starts_at == visits[0].starts_at


def test_a_day_that_cannot_be_booked_yet_is_not_offered(world):
    CenterDay.objects.create(center=world.center, date=LATER)
    world.center.horizon_days = 1
    world.center.save()
    waiting = joins(world)
    assert offer_freed(at=NOW) == 0
    assert the_offer(waiting) is None
    assert DAY < LATER
    assert offer_freed(at=at_local("12:00", LATER - timedelta(1))) == 1


def test_a_time_nobody_confirmed_goes_to_whoever_began_to_wait_meanwhile(world):
    visits = fill(world)
    booking.cancel(code=visits[0].code, at=NOW)
    free = NOW + 46 * MINUTE
    start = visits[0].starts_at
    booking.hold(center=world.center, party=COMBINED, start=start, at=free, **WEB)
    waiting = joins(world, at=free)
    assert offer_freed(at=free) == 0
    over = free + 11 * MINUTE
    assert booking.expire_holds(at=over) == 1
    assert offer_freed(at=over) == 1
    assert the_offer(waiting).hold.starts_at == start

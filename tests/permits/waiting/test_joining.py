"""Who may join the list, once; and what is free already is not waited for."""

from datetime import timedelta

import pytest

from permits.models import WaitingParty
from permits.refusals import NotBooked, TooManyVisits, VisitStarted
from permits.waiting.joining import join_for_earlier, leave
from permits.waiting.refusals import AlreadyWaiting, FreeAlready, NothingToWaitFor
from rotonde.notifications.models import Message
from tests.factories.permits import DAY, NOW
from tests.permits.waiting.conftest import LATER, a_wish, booked, fill, joins

pytestmark = pytest.mark.django_db


def test_joining_keeps_who_comes_for_what_and_sends_the_link(world):
    fill(world)
    waiting = joins(world)
    person = waiting.people.get()
    assert (person.name, person.kind) == ("Ada", "adult")
    assert person.procedures.count() == 2
    assert Message.objects.get(kind="waiting-joined").target == f"waiting:{waiting.pk}"


def test_the_same_form_sent_twice_is_one_party(world):
    fill(world)
    assert joins(world).pk == joins(world).pk
    assert WaitingParty.objects.count() == 1


def test_one_address_waits_once_at_a_center(world):
    fill(world)
    joins(world)
    with pytest.raises(AlreadyWaiting):
        joins(world, email="ADA@example.org", form_key="another")


def test_who_left_may_join_again(world):
    fill(world)
    leave(code=joins(world).code, at=NOW)
    assert joins(world, form_key="another").state == WaitingParty.State.WAITING


def test_nobody_joins_again_and_again(world, settings):
    settings.VISITS_PER_MAIL_PER_DAY = 1
    fill(world)
    leave(code=joins(world).code, at=NOW)
    with pytest.raises(TooManyVisits):
        joins(world, form_key="another")


def test_what_is_free_now_is_booked_and_not_waited_for(world):
    with pytest.raises(FreeAlready) as refused:
        joins(world)
    assert refused.value.starts


@pytest.mark.parametrize(
    "wish",
    [
        a_wish(from_date=DAY - timedelta(9), until_date=DAY - timedelta(3)),
        a_wish(until_date=LATER, notice_hours=24 * 14),
    ],
)
def test_days_that_can_offer_nothing_are_refused(world, wish):
    fill(world)
    with pytest.raises(NothingToWaitFor):
        joins(world, wish=wish)


def test_leaving_twice_is_leaving_once(world):
    fill(world)
    code = joins(world).code
    assert leave(code=code, at=NOW).ended_at == leave(code=code, at=NOW + timedelta(1)).ended_at


def test_only_a_booked_visit_to_come_waits_for_an_earlier_time(world):
    visit = booked(world)
    wish = {"wish": a_wish(), "language": "en", "form_key": "f"}
    with pytest.raises(VisitStarted):
        join_for_earlier(visit=visit, at=visit.starts_at, **wish)
    visit.state = "cancelled"
    with pytest.raises(NotBooked):
        join_for_earlier(visit=visit, at=NOW, **wish)

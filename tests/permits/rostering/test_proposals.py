"""A proposed time is taken, given back or let go: each once, and the visit is never lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from permits import booking
from permits.models import Proposal, Tick, Visit
from permits.reminders import is_relevant
from permits.rostering.planning import kept_until
from permits.rostering.proposals import ProposalOver, accept, decline, sweep
from rotonde.common.languages import CODES
from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message
from tests.factories.permits import DAY, NOW, at_local
from tests.permits.rostering.conftest import a_world, away, book, change

pytestmark = pytest.mark.django_db

NEXT_DAY = DAY + timedelta(1)
LATER = NOW + timedelta(hours=1)
OVER = NOW + timedelta(hours=49)


@pytest.fixture
def world(db):
    return a_world(city=1)


@pytest.fixture
def proposal(world) -> Proposal:
    book(world)
    change(away(world.city[0]))
    return Proposal.objects.get()


def written(kind: str, proposal: Proposal):
    return Message.objects.filter(kind=kind, target=f"visit:{proposal.visit_id}")


def test_taken_the_visit_has_the_proposed_time_and_its_old_cells_are_free(proposal):
    proposed = proposal.held.starts_at
    visit = accept(proposal=proposal, at=LATER)
    visit.refresh_from_db()
    assert (visit.starts_at, visit.date, visit.ticket) == (proposed, NEXT_DAY, "A01")
    assert visit.sequence == 1
    assert Tick.objects.count() == Tick.objects.filter(step__visit=visit).count() == 8
    assert written("visit-moved", proposal).count() == 1
    assert not Proposal.objects.unsettled().exists()


def test_taken_twice_is_taken_once(proposal):
    first, second = accept(proposal=proposal, at=LATER), accept(proposal=proposal, at=LATER)
    assert first.starts_at == second.starts_at
    assert second.sequence == 1
    assert written("visit-moved", proposal).count() == 1


def test_given_back_the_time_is_free_and_the_visit_waits(proposal):
    held = proposal.held
    for _twice in range(2):
        decline(proposal=proposal, at=LATER)
    held.refresh_from_db()
    assert held.state == "expired"
    visit = Visit.objects.get(pk=proposal.visit_id)
    assert visit.state == "booked"
    with pytest.raises(ProposalOver):
        accept(proposal=proposal, at=LATER)
    # Whoever looks for another time settles it.
    booking.move(code=visit.code, start=at_local("13:50", NEXT_DAY), at=LATER)
    assert not Proposal.objects.unsettled().exists()
    sweep(at=LATER)
    proposal.refresh_from_db()
    assert proposal.state == "settled"


def test_not_answered_the_time_is_let_go_the_visit_stays_and_they_are_told(proposal):
    assert sweep(at=LATER) == 0
    with pytest.raises(ProposalOver):
        accept(proposal=proposal, at=OVER)
    assert sweep(at=OVER) == 1
    assert sweep(at=OVER) == 0
    proposal.refresh_from_db()
    assert (proposal.state, proposal.held.state) == ("lapsed", "expired")
    assert proposal.visit.state == "booked"
    assert written("visit-proposal-lapsed", proposal).count() == 1
    assert Proposal.objects.unsettled().get() == proposal


def test_moved_elsewhere_what_was_kept_is_let_go(proposal):
    booking.move(code=proposal.visit.code, start=at_local("13:50", NEXT_DAY), at=LATER)
    assert sweep(at=LATER) == 1
    proposal.refresh_from_db()
    assert (proposal.state, proposal.held.state) == ("settled", "expired")
    with pytest.raises(ProposalOver):
        accept(proposal=proposal, at=LATER)


def test_cancelled_what_was_kept_is_let_go(proposal):
    booking.cancel(code=proposal.visit.code, at=LATER)
    assert sweep(at=LATER) == 1
    assert not Visit.objects.filter(state__in=["held", "booked"]).exists()


def test_nobody_is_reminded_of_a_time_that_cannot_be_kept(proposal):
    visit = proposal.visit
    reminder = Message(kind="visit-reminder-1d", target=f"visit:{visit.pk}", anchor=visit.starts_at)
    assert not is_relevant(reminder)
    accept(proposal=proposal, at=LATER)
    visit.refresh_from_db()
    later = Message(kind="visit-reminder-1d", target=f"visit:{visit.pk}", anchor=visit.starts_at)
    assert is_relevant(later)


@pytest.mark.parametrize("language", CODES)
def test_the_mail_offers_the_time_says_until_when_and_leads_to_another(proposal, language):
    message = written("visit-proposed", proposal).get()
    kind = kind_of(message)
    assert kind.relevant(message)
    with override(language), timezone.override("Europe/Brussels"):
        mail = kind.render(message)
    assert "08:50" in mail.subject
    for told in (mail.text, mail.html):
        assert "09:00" in told or "08:50" in told
        assert f"/v/{proposal.visit.code}/" in told
        assert f"/v/{proposal.visit.code}/move/" in told
    assert "\n" not in mail.subject
    assert kind.secrets(message) == [proposal.visit.code]
    decline(proposal=proposal, at=LATER)
    assert not kind.relevant(Message.objects.get(pk=message.pk))


def test_whoever_left_no_address_is_listed_and_not_written_to(world):
    visit = book(world)
    Visit.objects.filter(pk=visit.pk).update(email="", phone="+32 9 123 45 67")
    change(away(world.city[0]))
    assert Proposal.objects.get().held is not None
    assert not Message.objects.filter(kind="visit-proposed").exists()
    assert sweep(at=OVER) == 1
    assert Visit.objects.get(pk=visit.pk).state == "booked"


def test_how_long_a_time_is_kept(world):
    day = timedelta(days=1)
    assert kept_until(NOW + 10 * day, world.center, at=NOW) == NOW + 2 * day
    assert kept_until(NOW + day, world.center, at=NOW) == NOW + day - timedelta(hours=1)
    soon = NOW + timedelta(minutes=90)
    assert kept_until(soon, world.center, at=NOW) == soon

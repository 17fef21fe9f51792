"""What a changed roster makes free is the waiting list's first, then after a delay the public's."""

from datetime import time, timedelta

import pytest

from permits import booking
from permits.free_times import free_starts
from permits.models import Embargo, Proposal
from permits.refusals import SlotTaken
from permits.rostering import changes
from permits.rostering.planning import Outcome
from permits.rostering.proposals import accept, decline, sweep
from permits.waiting.offering import offer_freed
from tests.factories.permits import COMBINED, DAY, NOW, WEB, WeeklyShiftFactory, at_local
from tests.permits.rostering.conftest import a_world, away, book, change
from tests.permits.waiting.conftest import a_wish, joins, the_offer

pytestmark = pytest.mark.django_db

# Further away than the day on which time is everybody's at once.
WEDNESDAY, THURSDAY = DAY + timedelta(1), DAY + timedelta(2)
MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world(db):
    return a_world(city=1)


@pytest.fixture
def proposal(world) -> Proposal:
    """A visit on Wednesday, and the same time of Thursday for it."""
    book(world, day=WEDNESDAY)
    [fate] = change(away(world.city[0], DAY, WEDNESDAY)).fates
    assert (fate.outcome, fate.offer.start) == (Outcome.PROPOSED, at_local("08:50", THURSDAY))
    return Proposal.objects.get()


def public(world, day, at):
    found = free_starts(world.center, COMBINED, first_day=day, days=1, at=at)
    return [start.start for start in found.starts]


def test_declined_it_is_offered_to_whoever_waits_and_not_to_the_public(world, proposal):
    start = proposal.held.starts_at
    party = joins(world, wish=a_wish(from_date=WEDNESDAY, until_date=WEDNESDAY))
    party.until_date = THURSDAY
    party.save()
    decline(proposal=proposal, at=LATER)
    assert start not in public(world, THURSDAY, LATER + 4 * MINUTE)
    with pytest.raises(SlotTaken):
        booking.hold(center=world.center, party=COMBINED, start=start, at=LATER, **WEB)
    assert offer_freed(at=LATER) == 1
    assert the_offer(party).hold.starts_at == start


def test_declined_it_is_public_after_a_delay_nobody_can_foresee(world, proposal):
    decline(proposal=proposal, at=LATER)
    [until] = set(Embargo.objects.values_list("until", flat=True))
    assert LATER + 5 * MINUTE <= until <= LATER + 45 * MINUTE
    assert proposal.held.starts_at in public(world, THURSDAY, until)


def test_not_answered_it_is_not_public_the_moment_it_runs_out(world):
    for officer in world.officers:
        for start, end in ((9, 12), (13, 16)):
            WeeklyShiftFactory(
                officer=officer, weekday=5, start_time=time(start), end_time=time(end)
            )
    world.center.horizon_days = 6
    world.center.save()
    change(changes.AsWritten(world.center))
    saturday = DAY + timedelta(4)
    book(world, day=WEDNESDAY)
    change(away(world.city[0], DAY, saturday - timedelta(1)))
    held = Proposal.objects.get().held
    over = held.hold_expires_at
    assert held.date == saturday
    assert over == NOW + timedelta(hours=48)
    assert held.starts_at not in public(world, saturday, over)
    assert sweep(at=over) == 1
    assert held.starts_at not in public(world, saturday, over + 4 * MINUTE)
    assert held.starts_at in public(world, saturday, over + 46 * MINUTE)


def test_accepted_what_the_visit_had_is_kept_from_the_public(world, proposal):
    federal = proposal.visit.steps.get(procedure=world.permit)
    accept(proposal=proposal, at=LATER)
    kept = Embargo.objects.get(officer=federal.officer)
    assert (kept.first_cell, kept.cell_count) == (federal.first_cell, federal.cell_count)
    assert LATER + 5 * MINUTE <= kept.until <= LATER + 45 * MINUTE
    assert world.center.days.get(date=WEDNESDAY).to_offer


def test_accepted_it_can_still_be_moved_by_a_few_minutes(world, proposal):
    visit = accept(proposal=proposal, at=LATER)
    start = visit.starts_at + 5 * MINUTE
    assert booking.move(code=visit.code, start=start, at=LATER).starts_at == start


def test_needed_no_more_the_kept_time_is_behind_the_same_delay(world, proposal):
    start = proposal.held.starts_at
    found = change(changes.Back(world.city[0], DAY), at=LATER)
    assert [fate.outcome for fate in found.fates] == [Outcome.HOLDS_AGAIN]
    assert start not in public(world, THURSDAY, LATER + 4 * MINUTE)
    assert start in public(world, THURSDAY, LATER + 46 * MINUTE)
    assert world.center.days.get(date=THURSDAY).to_offer


def test_moved_by_the_visitor_meanwhile_the_kept_time_is_behind_the_same_delay(world, proposal):
    start = proposal.held.starts_at
    booking.cancel(code=proposal.visit.code, at=LATER)
    assert sweep(at=LATER) == 1
    assert start not in public(world, THURSDAY, LATER + 4 * MINUTE)
    assert start in public(world, THURSDAY, LATER + 46 * MINUTE)


def test_seated_with_a_colleague_what_the_officer_still_works_is_kept_from_the_public():
    world = a_world(city=2)
    visit = book(world, day=WEDNESDAY)
    step = visit.steps.get(procedure=world.registration)
    officer = step.officer
    found = change(changes.HoursOn(officer, WEDNESDAY, ((time(9, 10), time(12)),)))
    assert [fate.outcome for fate in found.fates] == [Outcome.SAME_TIME]
    kept = Embargo.objects.get(officer=officer)
    assert (kept.first_cell, kept.cell_count) == (step.first_cell, step.cell_count)
    assert world.center.days.get(date=WEDNESDAY).to_offer


def test_a_kept_time_that_goes_to_a_colleague_stays_behind_its_delay(world, proposal):
    world.city.append(colleague := a_colleague(world))
    [fate] = change(away(world.city[0], THURSDAY)).fates
    assert fate.outcome == Outcome.SAME_TIME
    until = Embargo.objects.get(officer=colleague).until
    assert until >= proposal.held.hold_expires_at + 5 * MINUTE


def a_colleague(world):
    """Somebody who does the same as the one at the city's desk, on Thursday."""
    first = world.city[0]
    found = type(first).objects.create(
        slug="colleague", agency=first.agency, name="Colleague", languages=first.languages
    )
    found.procedures.set(first.procedures.all())
    change(changes.HoursOn(found, THURSDAY, ((time(9), time(12)),)))
    return found

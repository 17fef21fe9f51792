import pytest

from permits.desk.following_up import miss_document, proposals
from permits.desk.refusals import AlreadyNoted
from permits.models import Tick, Visit
from permits.parties import Party, Person
from permits.refusals import SlotTaken
from tests.factories.permits import DAY, at_local
from tests.permits.desk.conftest import steps_of

FAMILY = Party((Person("adult", ("registration", "residence-permit")),) * 2)


def test_they_come_back_for_that_step_alone(desk) -> None:
    visit = desk.book(party=FAMILY)
    step = next(s for s in steps_of(visit) if s.attendee.position == 1)
    start = proposals(step, at=at_local("09:30"))[0].start
    entry = miss_document(
        step=step, missing="lease", start=start, at=at_local("09:30"), by=desk.officer
    )
    follow_up = entry.follow_up
    assert (follow_up.state, follow_up.origin) == ("booked", "staff")
    assert follow_up.starts_at == start
    assert follow_up.follow_up_of == visit
    assert follow_up.to_bring == "lease"
    (alone,) = follow_up.steps.all()
    assert (alone.procedure, alone.attendee.kind) == (step.procedure, "adult")
    assert Tick.objects.filter(step=alone).count() == alone.cell_count
    step.refresh_from_db()
    assert (step.outcome, entry.note) == ("missing", "lease")


def test_the_first_proposal_is_not_before_tomorrow(desk) -> None:
    step = steps_of(desk.book())[0]
    days = [s.start.date() for s in proposals(step, at=at_local("09:30"))]
    assert days
    assert min(days) > DAY


def test_a_time_that_is_gone_leaves_everything_as_it_was(desk) -> None:
    visit = desk.book()
    step = steps_of(visit)[0]
    before = Visit.objects.count()
    with pytest.raises(SlotTaken) as refusal:
        miss_document(
            step=step, missing="lease", start=at_local("12:30"), at=at_local("09:30"), by=desk.host
        )
    assert refusal.value.nearest
    step.refresh_from_db()
    assert (step.outcome, visit.entries.count()) == ("", 0)
    assert Visit.objects.count() == before


def test_a_step_that_is_settled_books_nothing(desk) -> None:
    step = steps_of(desk.book())[0]
    at = at_local("09:30")
    start = proposals(step, at=at)[0].start
    miss_document(step=step, missing="lease", start=None, at=at, by=desk.host)
    with pytest.raises(AlreadyNoted):
        miss_document(step=step, missing="lease", start=start, at=at, by=desk.host)
    assert not Visit.objects.filter(follow_up_of__isnull=False).exists()

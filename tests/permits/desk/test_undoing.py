from datetime import timedelta

import pytest

from permits.desk.following_up import miss_document, proposals
from permits.desk.noting import check_in, note_missed, settle
from permits.desk.refusals import AlreadyNoted, ChangedSince, TooLateToUndo
from permits.desk.undoing import undo, undoable
from permits.models import Step, Visit
from rotonde.notifications.delivery import deliver_due
from tests.factories.permits import at_local
from tests.permits.desk.conftest import steps_of

SOON = timedelta(seconds=40)


def last(visit):
    return visit.entries.latest("id")


def test_an_arrival_is_taken_back_and_stays_on_record(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    undo(entry=last(visit), at=at_local("09:00") + SOON, by=desk.host)
    visit.refresh_from_db()
    assert visit.arrived_at is None
    assert list(visit.entries.values_list("action", flat=True)) == ["arrived", "undone"]


def test_after_a_minute_it_stays(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    with pytest.raises(TooLateToUndo):
        undo(entry=last(visit), at=at_local("09:01"), by=desk.host)
    visit.refresh_from_db()
    assert visit.arrived_at == at_local("09:00")


def test_it_is_taken_back_once(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    entry = last(visit)
    undo(entry=entry, at=at_local("09:00") + SOON, by=desk.host)
    with pytest.raises(AlreadyNoted):
        undo(entry=entry, at=at_local("09:00") + SOON, by=desk.host)


def test_what_something_else_was_built_on_stays(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("09:10"), by=desk.host)
    arrived = last(visit)
    step = steps_of(visit)[0]
    settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:10") + SOON, by=desk.officer)
    with pytest.raises(ChangedSince):
        undo(entry=arrived, at=at_local("09:10") + SOON, by=desk.host)


def test_an_outcome_is_taken_back_and_the_arrival_stays(desk) -> None:
    visit = desk.book()
    step = steps_of(visit)[0]
    settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:30"), by=desk.officer)
    undo(entry=last(visit), at=at_local("09:30") + SOON, by=desk.officer)
    step.refresh_from_db()
    visit.refresh_from_db()
    assert (step.outcome, step.settled_at) == ("", None)
    assert visit.arrived_at == at_local("09:30")


def test_nobody_is_written_to_about_a_slip(desk, mailoutbox) -> None:
    visit = desk.book()
    deliver_due(at=at_local("09:00"))
    mailoutbox.clear()
    note_missed(visit=visit, at=at_local("09:30"), by=desk.host)
    undo(entry=last(visit), at=at_local("09:30") + SOON, by=desk.host)
    assert deliver_due(at=at_local("09:40")).dropped == 1
    assert mailoutbox == []


def test_the_follow_up_goes_with_the_click_that_booked_it(desk) -> None:
    visit = desk.book()
    step = steps_of(visit)[0]
    at = at_local("09:30")
    start = proposals(step, at=at)[0].start
    entry = miss_document(step=step, missing="lease", start=start, at=at, by=desk.officer)
    undo(entry=entry, at=at + SOON, by=desk.officer)
    follow_up = Visit.objects.get(pk=entry.follow_up_id)
    assert follow_up.state == Visit.State.CANCELLED
    assert not follow_up.steps.filter(ticks__isnull=False).exists()


def test_only_ones_own_fresh_clicks_are_offered(desk) -> None:
    visit = desk.book()
    at = at_local("09:00")
    check_in(visit=visit, at=at, by=desk.host)
    assert [e.action for e in undoable(desk.host, at=at + SOON)] == ["arrived"]
    assert not undoable(desk.manager, at=at + SOON).exists()
    assert not undoable(desk.host, at=at + timedelta(minutes=1)).exists()

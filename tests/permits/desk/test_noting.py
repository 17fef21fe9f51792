from datetime import timedelta

import pytest

from permits import booking
from permits.desk.messages import MISSED
from permits.desk.noting import check_in, note_missed, settle
from permits.desk.refusals import AlreadyNoted, NotExpected, NotLate, NotToday
from permits.models import CenterDay, Step, VisitEntry
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from tests.factories.permits import NOW, at_local
from tests.permits.desk.conftest import steps_of


def actions(visit) -> list[tuple[str, str]]:
    return list(visit.entries.values_list("action", "by__email"))


def test_who_comes_is_here_since_then(desk) -> None:
    visit = desk.book()
    version = CenterDay.objects.get(center=visit.center, date=visit.date).version
    check_in(visit=visit, at=at_local("08:57"), by=desk.host)
    visit.refresh_from_db()
    assert visit.arrived_at == at_local("08:57")
    assert actions(visit) == [("arrived", "host@example.org")]
    assert CenterDay.objects.get(center=visit.center, date=visit.date).version > version


def test_the_second_of_two_hosts_is_told_who_was_first(desk) -> None:
    visit = desk.book()
    check_in(visit=visit, at=at_local("08:57"), by=desk.host)
    with pytest.raises(AlreadyNoted) as refusal:
        check_in(visit=visit, at=at_local("08:58"), by=desk.manager)
    assert refusal.value.entry.by == desk.host
    assert len(actions(visit)) == 1


def test_nobody_arrives_for_a_cancelled_visit_or_on_another_day(desk) -> None:
    visit = desk.book()
    with pytest.raises(NotToday):
        check_in(visit=visit, at=at_local("09:00") + timedelta(days=1), by=desk.host)
    booking.cancel(code=visit.code, at=NOW)
    with pytest.raises(NotExpected):
        check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    assert actions(visit) == []


def test_nobody_has_missed_what_has_not_begun(desk) -> None:
    visit = desk.book()
    with pytest.raises(NotLate):
        note_missed(visit=visit, at=at_local("09:00"), by=desk.host)


def test_who_did_not_come_is_written_to_after_a_moment(desk, mailoutbox) -> None:
    visit = desk.book()
    Message.objects.all().delete()
    at = at_local("09:20")
    note_missed(visit=visit, at=at, by=desk.host)
    assert deliver_due(at=at + timedelta(seconds=61)).total == 0
    assert deliver_due(at=at + timedelta(minutes=2)).sent == 1
    assert mailoutbox[0].to == ["ada@example.org"]
    assert visit.code not in mailoutbox[0].body
    assert Message.objects.get().kind == MISSED


def test_who_comes_after_all_was_not_missed(desk) -> None:
    visit = desk.book()
    note_missed(visit=visit, at=at_local("09:20"), by=desk.host)
    check_in(visit=visit, at=at_local("09:21"), by=desk.host)
    visit.refresh_from_db()
    assert (visit.missed_at, visit.arrived_at) == (None, at_local("09:21"))
    assert deliver_due(at=at_local("09:30")).dropped == 1


@pytest.mark.parametrize("outcome", ["done", "refused"])
def test_an_outcome_also_says_that_they_came(desk, outcome) -> None:
    visit = desk.book()
    step = steps_of(visit)[0]
    settle(step=step, outcome=Step.Outcome(outcome), at=at_local("09:30"), by=desk.officer)
    visit.refresh_from_db()
    step.refresh_from_db()
    assert visit.arrived_at == at_local("09:30")
    assert (step.outcome, step.settled_at) == (outcome, at_local("09:30"))
    assert actions(visit) == [("arrived", "officer@example.org"), (outcome, "officer@example.org")]


def test_an_outcome_is_noted_once(desk) -> None:
    visit = desk.book()
    step = steps_of(visit)[0]
    settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:30"), by=desk.officer)
    with pytest.raises(AlreadyNoted) as refusal:
        settle(step=step, outcome=Step.Outcome.REFUSED, at=at_local("09:31"), by=desk.host)
    assert refusal.value.entry.action == VisitEntry.Action.DONE
    step.refresh_from_db()
    assert step.outcome == "done"

from datetime import timedelta

import pytest

from permits.desk.board import read_board
from permits.desk.calling import call, calls
from permits.desk.noting import check_in, settle
from permits.desk.refusals import AlreadyNoted, NotHere, NothingLeft
from permits.models import Step
from tests.factories.permits import DAY, at_local
from tests.permits.desk.conftest import steps_of


def tickets(desk, at) -> list[tuple[str, object]]:
    return [(c.ticket, c.officer) for c in calls(desk.world.center, DAY, at=at)]


def test_a_ticket_is_called_to_whoever_is_next(desk) -> None:
    visit, at = desk.book(), at_local("09:10")
    check_in(visit=visit, at=at, by=desk.host)
    call(visit=visit, at=at, by=desk.officer)
    assert tickets(desk, at) == [(visit.ticket, desk.world.city[0])]
    (party,) = read_board(desk.world.center, DAY, at=at).parties
    assert [block.state.value for block in party.blocks] == ["called", "later"]
    settle(step=steps_of(visit)[0], outcome=Step.Outcome.DONE, at=at, by=desk.officer)
    assert tickets(desk, at) == []
    call(visit=visit, at=at, by=desk.officer)
    assert tickets(desk, at) == [(visit.ticket, desk.world.federal[0])]


def test_the_latest_call_comes_first_and_an_old_one_goes(desk) -> None:
    first, second = desk.book(), desk.book("09:30", "Li Wu")
    for visit in (first, second):
        check_in(visit=visit, at=at_local("09:00"), by=desk.host)
    call(visit=first, at=at_local("09:10"), by=desk.officer)
    call(visit=second, at=at_local("09:12"), by=desk.officer)
    assert [t for t, _officer in tickets(desk, at_local("09:13"))] == [second.ticket, first.ticket]
    assert [t for t, _officer in tickets(desk, at_local("09:26"))] == [second.ticket]


def test_two_who_call_at_once_call_once_and_later_again(desk) -> None:
    visit, at = desk.book(), at_local("09:10")
    check_in(visit=visit, at=at, by=desk.host)
    call(visit=visit, at=at, by=desk.officer)
    with pytest.raises(AlreadyNoted):
        call(visit=visit, at=at + timedelta(seconds=5), by=desk.host)
    call(visit=visit, at=at + timedelta(seconds=30), by=desk.officer)
    assert visit.entries.filter(action="called").count() == 2


def test_nobody_is_called_who_is_not_here_or_through(desk) -> None:
    visit, at = desk.book(), at_local("09:10")
    with pytest.raises(NotHere):
        call(visit=visit, at=at, by=desk.officer)
    for step in steps_of(visit):
        settle(step=step, outcome=Step.Outcome.DONE, at=at, by=desk.officer)
    with pytest.raises(NothingLeft):
        call(visit=visit, at=at, by=desk.officer)

from datetime import timedelta

import pytest

from permits import booking, breaks
from permits.desk.board import read_board, version_of
from permits.desk.grid import HALF_HOUR, grid_of
from permits.desk.noting import check_in, note_missed, settle
from permits.models import Step
from permits.parties import Party, Person
from tests.factories.permits import COMBINED, DAY, NOW, WEB, at_local
from tests.permits.desk.conftest import steps_of

FAMILY = Party((Person("adult", ("registration", "residence-permit")),) * 3)


def states(board) -> dict[str, list[str]]:
    return {
        party.visit.name: [block.state.value for block in party.blocks] for party in board.parties
    }


def test_where_everybody_stands(desk) -> None:
    early, here, missed, late, coming = (
        desk.book(start, name)
        for start, name in (
            ("09:00", "Done Ng"),
            ("09:25", "Here Ng"),
            ("09:50", "Missed Ng"),
            ("10:15", "Late Ng"),
            ("10:40", "Coming Ng"),
        )
    )
    for step in steps_of(early):
        settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:50"), by=desk.officer)
    check_in(visit=here, at=at_local("09:20"), by=desk.host)
    note_missed(visit=missed, at=at_local("10:10"), by=desk.host)
    board = read_board(desk.world.center, DAY, at=at_local("10:20"))
    assert states(board) == {
        "Done Ng": ["done", "done"],
        "Here Ng": ["waiting", "later"],
        "Missed Ng": ["missed", "missed"],
        "Late Ng": ["late", "late"],
        "Coming Ng": ["expected", "expected"],
    }
    assert [party.visit for party in board.waiting] == [here]
    assert board.waiting[0].waits_for.officer == desk.world.city[0]
    assert board.waiting[0].is_overdue
    assert [party.visit for party in board.late] == [late]
    assert [party.visit for party in board.coming] == [coming]
    city, federal = (agency.lanes[0] for agency in board.agencies)
    assert city.next.visit == here
    assert federal.next.visit == here


def test_the_city_hands_over_to_the_federal_officer(desk) -> None:
    visit = desk.book()
    first, second = steps_of(visit)
    settle(step=first, outcome=Step.Outcome.DONE, at=at_local("09:35"), by=desk.officer)
    (party,) = read_board(desk.world.center, DAY, at=at_local("09:35")).parties
    assert party.waits_for.steps == [second]
    settle(step=second, outcome=Step.Outcome.REFUSED, at=at_local("09:50"), by=desk.officer)
    (party,) = read_board(desk.world.center, DAY, at=at_local("09:50")).parties
    assert party.waits_for is None
    assert [block.state.value for block in party.blocks] == ["done", "refused"]


def test_a_family_is_one_block_with_each_officer(desk) -> None:
    desk.book(party=FAMILY)
    (party,) = read_board(desk.world.center, DAY, at=at_local("09:00")).parties
    assert [(len(block.steps), block.people) for block in party.blocks] == [(3, 3), (3, 3)]


def test_a_hold_shows_until_it_runs_out(desk) -> None:
    booking.hold(center=desk.world.center, party=COMBINED, start=at_local("14:00"), at=NOW, **WEB)
    shown = read_board(desk.world.center, DAY, at=NOW + timedelta(minutes=9))
    assert [party.is_held for party in shown.parties] == [True]
    assert read_board(desk.world.center, DAY, at=NOW + timedelta(minutes=10)).parties == []


@pytest.mark.parametrize("visits", [1, 3])
def test_the_queries_do_not_grow_with_the_visits(desk, visits, django_assert_num_queries) -> None:
    for number in range(visits):
        desk.book(f"{9 + number:02}:00", f"Ada{number} Ng")
    with django_assert_num_queries(12):  # six of the board, six of who has which papers
        board = read_board(desk.world.center, DAY, at=at_local("09:00"))
        assert grid_of(board, at=at_local("09:00")) is not None


def test_the_version_changes_with_every_change_and_every_cell(desk) -> None:
    visit, center, at = desk.book(), desk.world.center, at_local("09:01")
    before = version_of(center, DAY, at=at)
    assert version_of(center, DAY, at=at + timedelta(minutes=3)) == before
    assert version_of(center, DAY, at=at + timedelta(minutes=4)) != before
    check_in(visit=visit, at=at, by=desk.host)
    assert version_of(center, DAY, at=at) != before


def test_every_column_of_the_grid_is_full(desk) -> None:
    desk.book("09:00")
    desk.book("13:35", "Li Wu")
    breaks.block(officer=desk.world.city[0], start=at_local("11:00"), minutes=20, at=NOW)
    board = read_board(desk.world.center, DAY, at=at_local("09:20"))
    grid = grid_of(board, at=at_local("09:20"))
    covered = [0] * grid.cells
    for row in grid.rows:
        for piece in row.pieces:
            for cell in range(piece.first_cell, piece.first_cell + piece.cell_count):
                covered[cell - grid.first] += 1
    assert covered == [len(board.lanes)] * grid.cells
    assert sum(row.hour is not None for row in grid.rows) * HALF_HOUR == grid.cells
    assert sum(piece.ground == "break" for row in grid.rows for piece in row.pieces) == 1
    assert grid.now == 4  # twenty minutes past nine


def test_a_day_without_anybody_has_no_grid(desk) -> None:
    board = read_board(desk.world.center, DAY + timedelta(days=9), at=NOW)
    assert grid_of(board, at=NOW) is None

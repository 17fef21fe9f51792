import pytest

from permits.desk.handing_over import hand_over
from permits.desk.refusals import AlreadyNoted
from permits.desk.undoing import undo, undoable
from permits.parties import Party, Person
from tests.factories.permits import at_local
from tests.permits.desk.conftest import steps_of

FAMILY = Party((Person("adult", ("registration", "residence-permit")),) * 2)


def test_the_whole_block_is_done_and_the_colleague_reads_why(desk) -> None:
    visit = desk.book(party=FAMILY)
    first = steps_of(visit)[0]
    then = hand_over(step=first, note="born in 1990", at=at_local("09:50"), by=desk.officer)
    assert then == desk.world.federal[0]
    outcomes = [(s.officer == desk.world.city[0], s.outcome) for s in steps_of(visit)]
    assert set(outcomes) == {(True, "done"), (False, "")}
    assert visit.entries.get(action="handed-over").note == "born in 1990"


def test_the_last_officer_hands_over_to_nobody(desk) -> None:
    visit, at = desk.book(), at_local("09:50")
    first, second = steps_of(visit)
    hand_over(step=first, at=at, by=desk.officer)
    assert hand_over(step=second, at=at, by=desk.officer) is None


def test_the_second_of_two_is_told_who_was_first(desk) -> None:
    step, at = steps_of(desk.book())[0], at_local("09:50")
    hand_over(step=step, at=at, by=desk.officer)
    with pytest.raises(AlreadyNoted) as refusal:
        hand_over(step=step, at=at, by=desk.host)
    assert refusal.value.entry.by == desk.officer


def test_what_was_done_can_be_taken_back(desk) -> None:
    visit, at = desk.book(), at_local("09:50")
    hand_over(step=steps_of(visit)[0], note="x", at=at, by=desk.officer)
    undo(entry=undoable(desk.officer, at=at).first(), at=at, by=desk.officer)
    assert [step.outcome for step in steps_of(visit)] == ["", ""]

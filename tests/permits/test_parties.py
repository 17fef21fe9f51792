import pytest

from permits.parties import (
    MOST_PEOPLE,
    Act,
    Duration,
    EmptyParty,
    Party,
    PartyTooLarge,
    Person,
    PersonWithoutProcedure,
    UnknownPersonKind,
    tasks_of,
)

ACTS = {
    "registration": Act(1, "registration", "municipal", 2),
    "parking-permit": Act(2, "parking-permit", "municipal", 1, frozenset({1})),
}
DURATIONS = {"registration": Duration(25, 10, 5), "parking-permit": Duration(12, 6, 1)}


def cells(*people: tuple[str, str]) -> list[int]:
    party = Party(tuple(Person(kind, tuple(codes.split())) for kind, codes in people))
    return [task.cells for task in tasks_of(party, ACTS, DURATIONS)]


def test_the_first_adult_carries_the_base_wherever_they_stand():
    assert cells(
        ("child", "registration"), ("adult", "registration"), ("adult", "registration")
    ) == [
        1,
        5,
        2,
    ]


def test_a_child_that_comes_alone_carries_the_base():
    assert cells(("child", "registration"), ("child", "registration")) == [5, 1]


def test_the_base_goes_to_somebody_who_comes_for_the_procedure():
    assert cells(("adult", "registration"), ("child", "parking-permit")) == [5, 3]


def test_durations_round_up_per_person_and_procedure():
    assert cells(("adult", "parking-permit"), ("adult", "parking-permit")) == [3, 2]


def test_what_follows_another_procedure_comes_after_it():
    party = Party((Person("adult", ("parking-permit", "registration")),))
    codes = [task.act.code for task in tasks_of(party, ACTS, DURATIONS)]
    assert codes == ["registration", "parking-permit"]


def test_a_procedure_named_twice_is_done_once():
    assert cells(("adult", "registration registration")) == [5]


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        ((), EmptyParty),
        ((Person("adult", ("registration",)),) * (MOST_PEOPLE + 1), PartyTooLarge),
        ((Person("adult", ()),), PersonWithoutProcedure),
        ((Person("dog", ("registration",)),), UnknownPersonKind),
    ],
)
def test_what_makes_no_party_is_named(people, problem):
    with pytest.raises(problem):
        Party(people)

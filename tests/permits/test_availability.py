import random
from itertools import pairwise, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from permits.arrangements import arrangements, johnson, lag
from permits.availability import Start, choose_officers, find_starts
from permits.bitmaps import lanes, outward, positions, runs, span, stretch
from permits.parties import Act, Task, tasks_of
from tests.permits.oracle import HORIZON, Case, answer, random_case

REGISTER = Act(1, "registration", "municipal", 1)
PERMIT = Act(2, "residence-permit", "federal", 2, frozenset({1}))
ADVICE = Act(3, "permit-advice", "federal", 9)


def found(case: Case) -> dict[int, tuple[int, Start]]:
    """What the engine offers: first cell → gap and the start."""
    tasks = tasks_of(case.party, case.acts, case.durations)
    ways = arrangements(tasks, reception=case.reception)
    return {
        bit: (way.gap, Start(bit - case.reception, case.reception, way))
        for way, bits in find_starts(case.desks(), ways, span(0, HORIZON))
        for bit in positions(bits)
    }


def assert_like_a_walk(case: Case) -> None:
    """What is offered is what a walk finds, and the officers are free for what they are given."""
    offered = found(case)
    assert {bit: gap for bit, (gap, _start) in offered.items()} == answer(case)
    clerks = {clerk.id: clerk for clerk in case.clerks}
    for bit, (_gap, start) in offered.items():
        officers = choose_officers(case.desks(), start.arrangement, bit)
        for agency in {step.agency for step in start.steps}:
            block = [step for step in start.steps if step.agency == agency]
            cells = sum(step.cell_count for step in block)
            assert clerks[officers[agency]].is_free(block[0].first_cell, cells)
            assert block[-1].first_cell + block[-1].cell_count == block[0].first_cell + cells
        for person in range(len(case.party.people)):
            mine = sorted(s.first_cell for s in start.steps if s.person == person)
            ends = {
                s.first_cell: s.first_cell + s.cell_count for s in start.steps if s.person == person
            }
            assert all(ends[a] <= b for a, b in pairwise(mine))


@settings(
    max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.integers(0, 2**48))
def test_offers_what_a_walk_person_by_person_finds(seed):
    assert_like_a_walk(random_case(random.Random(seed)))


@pytest.mark.slow
def test_offers_what_a_walk_finds_in_two_thousand_cases():
    cases = [random_case(random.Random(seed)) for seed in range(2_000)]
    for case in cases:
        assert_like_a_walk(case)
    offers = [found(case) for case in cases]
    # Each of these is among what was compared, with times on offer.
    assert (
        sum(len(c.party.people) > 1 and bool(o) for c, o in zip(cases, offers, strict=True)) > 100
    )
    assert sum(both_orders(o) for o in offers) > 10
    assert sum(lunches(c) and bool(o) for c, o in zip(cases, offers, strict=True)) > 100
    assert sum(bool(c.closures and o) for c, o in zip(cases, offers, strict=True)) > 100


def both_orders(offers: dict[int, tuple[int, Start]]) -> bool:
    """Whether some of the times begin at one agency and some at the other."""
    return len({start.arrangement.blocks[0].agency for _gap, start in offers.values()}) == 2


def lunches(case: Case) -> bool:
    return any(len(c.shifts) == 2 and c.shifts[0][1] < c.shifts[1][0] for c in case.clerks)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=5))
def test_johnsons_order_is_the_shortest_of_all(work):
    first, second = [a for a, _ in work], [b for _, b in work]

    def length(order):
        late = lag([first[p] for p in order], [second[p] for p in order])
        return max(sum(first), late + sum(second))

    people = range(len(work))
    best = johnson(list(people), dict(enumerate(first)), dict(enumerate(second)))
    assert sorted(best) == list(people)
    assert length(best) == min(length(order) for order in permutations(people))


def test_the_lag_lets_everybody_leave_the_first_desk_first():
    assert lag([5], [3]) == 5
    assert lag([5, 2, 1], [3, 1, 1]) == 5
    assert lag([1, 5], [1, 1]) == 5
    assert lag([2, 9], [1, 0]) == 2  # the second person is not expected at the second desk
    assert lag([0, 3], [4, 1]) == 0


def test_one_person_is_out_within_the_hour_even_with_the_longest_gap():
    ways = arrangements([Task(0, REGISTER, 5), Task(0, PERMIT, 3)], reception=2)
    assert [(way.gap, 2 + way.cells) for way in ways] == [(0, 10), (1, 11), (2, 12)]


def test_a_gap_never_costs_one_person_the_hour():
    ways = arrangements([Task(0, REGISTER, 6), Task(0, PERMIT, 3)], reception=2)
    assert [(way.gap, 2 + way.cells) for way in ways] == [(0, 11), (1, 12)]


def test_a_visit_longer_than_the_hour_has_all_gaps():
    ways = arrangements([Task(0, REGISTER, 9), Task(0, PERMIT, 3)], reception=2)
    assert [way.gap for way in ways] == [0, 1, 2]


def test_a_party_has_a_stated_end_instead_of_the_hour():
    tasks = [Task(0, REGISTER, 6), Task(0, PERMIT, 3), Task(1, PERMIT, 1)]
    assert [way.gap for way in arrangements(tasks, reception=2)] == [0, 1, 2]


def test_agencies_come_in_order_where_one_procedure_follows_the_other():
    ways = arrangements([Task(0, PERMIT, 3), Task(0, REGISTER, 5)], reception=2)
    assert {way.blocks[0].agency for way in ways} == {"municipal"}


def test_agencies_come_in_either_order_where_none_does():
    ways = arrangements([Task(0, ADVICE, 3), Task(0, REGISTER, 5)], reception=2)
    assert [(way.gap, way.blocks[0].agency) for way in ways] == [
        (gap, agency) for gap in (0, 1, 2) for agency in ("municipal", "federal")
    ]


def test_a_person_with_several_procedures_sits_through_them_in_order():
    other = Act(4, "parking-permit", "municipal", 5)
    (way,) = arrangements([Task(0, REGISTER, 5), Task(0, other, 2)], reception=2)
    assert [(p.task.act.code, p.offset) for p in way.placed] == [
        ("registration", 0),
        ("parking-permit", 5),
    ]


@given(st.integers(0, 2**40), st.integers(1, 12))
def test_runs_are_the_bits_with_enough_free_cells_after_them(free, length):
    expected = [i for i in range(41) if all(free >> j & 1 for j in range(i, i + length))]
    assert list(positions(runs(free, length))) == expected


@given(st.integers(1, 2**40))
def test_a_stretch_is_counted_to_both_sides(free):
    for bit in positions(free):
        low = high = bit
        while low and free >> (low - 1) & 1:
            low -= 1
        while free >> (high + 1) & 1:
            high += 1
        assert stretch(free, bit) == high - low + 1


@given(st.integers(0, 2**40), st.integers(-5, 50))
def test_outward_are_all_bits_the_closest_first(bits, wished):
    expected = sorted(positions(bits), key=lambda bit: (abs(bit - wished), bit))
    assert list(outward(bits, wished)) == expected


def test_no_block_runs_from_one_shift_into_the_next():
    one, other = lanes([(0, 4), (4, 4), (8, 3), (12, 2), (14, 4)])
    assert not any(runs(lane, 5) for lane in (one, other))
    assert list(positions(runs(one, 4) | runs(other, 4))) == [0, 4, 14]
    assert not one & other


def test_the_officer_with_the_shortest_free_stretch_takes_the_block():
    seed = next(s for s in range(10_000) if _has_a_choice(random_case(random.Random(s))))
    case = random_case(random.Random(seed))
    bit, (_gap, start) = next(iter(found(case).items()))
    chosen = choose_officers(case.desks(), start.arrangement, bit)
    block = start.arrangement.blocks[0]
    able = [d for d in case.desks() if d.can_do(block)]
    lengths = {
        d.officer: min(stretch(lane, bit) for lane in d.free if runs(lane >> bit, block.cells) & 1)
        for d in able
        if any(runs(lane >> bit, block.cells) & 1 for lane in d.free)
    }
    assert len(lengths) > 1
    assert (lengths[chosen[block.agency]], chosen[block.agency]) == min(
        (length, officer) for officer, length in lengths.items()
    )


def _has_a_choice(case: Case) -> bool:
    offered = found(case)
    if not offered:
        return False
    bit, (_gap, start) = next(iter(offered.items()))
    block = start.arrangement.blocks[0]
    free = [
        desk
        for desk in case.desks()
        if desk.can_do(block) and any(runs(lane >> bit, block.cells) & 1 for lane in desk.free)
    ]
    return len(free) > 1

from hypothesis import given
from hypothesis import strategies as st

from services.kept.bits import bits_of, numbers_in

numbers = st.frozensets(st.integers(0, 299))


@given(numbers)
def test_a_set_comes_back_in_order(those: frozenset[int]) -> None:
    assert list(numbers_in(bits_of(those, size=300))) == sorted(those)


@given(numbers, numbers)
def test_what_two_share(some: frozenset[int], others: frozenset[int]) -> None:
    both = bits_of(some, size=300) & bits_of(others, size=300)
    assert set(numbers_in(both)) == some & others
    assert both.bit_count() == len(some & others)


def test_nothing_of_nothing() -> None:
    assert bits_of([], size=0) == 0
    assert list(numbers_in(0)) == []

"""Answers as a short text."""

import pytest

from permits.eligibility.told import Given, given_from


def test_there_and_back() -> None:
    given = Given(3, {"topic": "arrive", "group": "non-eu"})
    assert str(given) == "3~topic.arrive~group.non-eu"
    assert given_from(str(given)) == given


@pytest.mark.parametrize("text", ["", "3", "0~a.b", "x~a.b", "3~a", "3~a.b~", "3~<b>.c", "9" * 50])
def test_nonsense_is_nothing(text: str) -> None:
    assert given_from(text) is None

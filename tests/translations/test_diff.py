import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotonde.translations.diff import Change, word_diff


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.change.value, part.text) for part in word_diff(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "", []),
        ("one", "one", [("same", "one")]),
        ("", "new", [("new", "new")]),
        (
            "Open on Monday.",
            "Open on Friday.",
            [
                ("same", "Open on "),
                ("gone", "Monday"),
                ("new", "Friday"),
                ("same", "."),
            ],
        ),
        ("(ESN)", "(ESN) here", [("same", "(ESN)"), ("new", " here")]),
        ("of the city", "in this town", [("gone", "of the city"), ("new", "in this town")]),
        ("€ 10", "€ 12", [("same", "€ "), ("gone", "10"), ("new", "12")]),
        (
            "مفتوح الاثنين",
            "مفتوح الجمعة",
            [
                ("same", "مفتوح "),
                ("gone", "الاثنين"),
                ("new", "الجمعة"),
            ],
        ),
    ],
)
def test_word_by_word(before, after, parts) -> None:
    assert told(before, after) == parts


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_is_lost_of_either_text(before, after) -> None:
    parts = word_diff(before, after)
    assert "".join(p.text for p in parts if p.change != Change.NEW) == before
    assert "".join(p.text for p in parts if p.change != Change.GONE) == after


def test_a_very_long_text_is_compared_by_the_line() -> None:
    lines = [f"word {n}\n" for n in range(3000)]
    after = [*lines[:1500], "put in\n", *lines[1500:]]
    parts = [part for part in word_diff("".join(lines), "".join(after)) if part.change == "new"]
    assert [part.text for part in parts] == ["put in\n"]

"""Two versions of a text: what changed is marked word by word, and nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotonde.common.word_diff import Change, Part, sides, word_diff

# Few letters, so that the two have much in common, and any text at all.
texts = st.text(alphabet="ab .,\né", max_size=40) | st.text(max_size=60)


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.change.value, part.text) for part in word_diff(before, after)]


def put_together(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("", "", []),
        ("one", "one", [("same", "one")]),
        ("", "new", [("new", "new")]),
        (
            "Open on Monday.",
            "Open on Friday.",
            [("same", "Open on "), ("gone", "Monday"), ("new", "Friday"), ("same", ".")],
        ),
        ("(ESN)", "(ESN) here", [("same", "(ESN)"), ("new", " here")]),
        ("Call Ghent", "Ghent", [("gone", "Call "), ("same", "Ghent")]),
        ("of the city", "in this town", [("gone", "of the city"), ("new", "in this town")]),
        ("€ 10", "€ 12", [("same", "€ "), ("gone", "10"), ("new", "12")]),
        (
            "مفتوح الاثنين",
            "مفتوح الجمعة",
            [("same", "مفتوح "), ("gone", "الاثنين"), ("new", "الجمعة")],
        ),
    ],
)
def test_word_by_word(before, after, parts) -> None:
    assert told(before, after) == parts


def test_the_longest_words_in_a_row_stay_together() -> None:
    assert told("the cat and the dog", "and the dog") == [
        ("gone", "the cat "),
        ("same", "and the dog"),
    ]


def test_another_space_is_a_change_and_parts_no_words() -> None:
    assert told("By\npost now", "By post now") == [
        ("same", "By"),
        ("gone", "\n"),
        ("new", " "),
        ("same", "post now"),
    ]


@given(texts, texts)
def test_nothing_is_lost_of_either_text(before: str, after: str) -> None:
    old, new = sides(word_diff(before, after))
    assert (put_together(old), put_together(new)) == (before, after)


@given(texts)
def test_what_is_equal_is_not_marked(text: str) -> None:
    assert not any(part.changed for part in word_diff(text, text))


@given(texts, texts)
def test_no_two_parts_of_a_kind_follow_each_other(before: str, after: str) -> None:
    kinds = [part.change for part in word_diff(before, after)]
    assert all(first != second for first, second in pairwise(kinds))


def test_each_side_has_what_only_it_has() -> None:
    old, new = sides(word_diff("Call us", "Write to us"))
    assert old == [Part(Change.GONE, "Call"), Part(Change.SAME, " us")]
    assert new == [Part(Change.NEW, "Write to"), Part(Change.SAME, " us")]


def test_a_very_long_text_is_compared_by_the_line() -> None:
    lines = [f"word {n}\n" for n in range(3000)]
    after = [*lines[:1500], "put in\n", *lines[1500:]]
    new = [text for kind, text in told("".join(lines), "".join(after)) if kind == "new"]
    assert new == ["\nput in"]


def test_the_same_over_and_over_is_compared_as_a_whole() -> None:
    before, after = "yes " * 4000, "yes no " * 2000
    assert told(before, after) == [("gone", before), ("new", after)]

"""Two versions beside each other: nothing is lost, and what changed is marked."""

from hypothesis import given
from hypothesis import strategies as st

from rotonde.common.word_diff import Piece, word_diff

words = st.text(alphabet="ab .,\né", max_size=40)


@given(words, words)
def test_the_pieces_put_together_are_the_texts(old: str, new: str) -> None:
    left, right = word_diff(old, new)
    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new


@given(words, words)
def test_what_is_not_marked_is_the_same_but_for_spaces(old: str, new: str) -> None:
    kept = [
        "".join(piece.text for piece in side if not piece.changed) for side in word_diff(old, new)
    ]
    assert kept[0].split() == kept[1].split() or old.split() != new.split()
    if old == new:
        assert kept == [old, new]


def test_one_word_of_a_sentence() -> None:
    assert word_diff("Open on Monday.", "Open on Friday.") == (
        [Piece("Open on "), Piece("Monday", changed=True), Piece(".")],
        [Piece("Open on "), Piece("Friday", changed=True), Piece(".")],
    )


def test_neighbouring_words_are_marked_as_one() -> None:
    left, right = word_diff("Call us", "Write a letter")
    assert left == [Piece("Call us", changed=True)]
    assert right == [Piece("Write a letter", changed=True)]


def test_nothing_becomes_something() -> None:
    assert word_diff("", "New") == ([], [Piece("New", changed=True)])

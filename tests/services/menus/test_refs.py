"""What can be done to a list of references, without a database."""

import pytest

from services.menus.refs import (
    MOST,
    MenuFull,
    Ref,
    added,
    moved,
    parsed,
    ref_of,
    removed,
    restored,
    written,
)

A, B, C = Ref("s", "aaaaaaaa"), Ref("g", "bbbbbbbb"), Ref("s", "cccccccc")
MANY = tuple(Ref("s", f"{number:08d}") for number in range(MOST))


def test_what_is_written_is_read() -> None:
    assert parsed(written((A, B, C))) == (A, B, C)
    assert len(parsed(written(MANY))) == MOST


@pytest.mark.parametrize(
    "text", ["", "x", "s-", "s-AAAAAAAA", "x-aaaaaaaa", "s-aaaaaaaa\n", "s-aaaaaaaaa", "../../etc"]
)
def test_what_is_no_reference_is_left_out(text: str) -> None:
    assert ref_of(text) is None
    assert parsed(f"{text}.{A}") == (A,)


def test_a_link_made_by_hand_is_bounded_and_holds_nothing_twice() -> None:
    assert parsed(written((A, A, B))) == (A, B)
    assert len(parsed(".".join(f"s-{number:08d}" for number in range(500)))) == MOST


def test_added_at_the_end_and_once() -> None:
    assert added((A, B), C, A) == (A, B, C)


def test_a_full_menu_says_so_and_still_takes_what_it_has() -> None:
    with pytest.raises(MenuFull):
        added(MANY, A)
    assert added(MANY, MANY[3]) == MANY


def test_moved_and_the_ends_are_ends() -> None:
    assert moved((A, B, C), C, steps=-1) == (A, C, B)
    assert moved((A, B, C), A, steps=1) == (B, A, C)
    assert moved((A, B, C), A, steps=-1) == (A, B, C)
    assert moved((A, B, C), C, steps=1) == (A, B, C)
    assert moved((A, B), C, steps=1) == (A, B)


def test_restored_keeps_what_came_since() -> None:
    assert removed((A, B, C), B) == (A, C)
    assert restored((A, C), (A, B)) == (A, B, C)

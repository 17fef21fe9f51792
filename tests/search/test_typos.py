import pytest

from rotonde.search.typos import nearest

KNOWN = ["verzekering", "verzekeringen", "house", "hose", "bus", "tax", "kaart", "belasting"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("verzkering", "verzekering"),  # one too few
        ("verzeekering", "verzekering"),  # one too many
        ("verzekerimg", "verzekering"),  # another one
        ("vrezekeirng", "verzekering"),  # two pairs swapped
        ("karat", "kaart"),
    ],
)
def test_the_nearest_word_comes_first(typed: str, meant: str) -> None:
    assert nearest(typed, KNOWN)[0] == meant


@pytest.mark.parametrize("typed", ["bsu", "tx", "kraat1", "xxart", "velrastinx", "belasting"])
def test_too_short_too_far_or_right_is_left_alone(typed: str) -> None:
    assert nearest(typed, KNOWN) == []


def test_a_wrong_first_letter_is_the_rarer_mistake() -> None:
    assert nearest("hause", ["pause", "house"]) == ["house", "pause"]

import pytest

from rotonde.search.compounds import PARTS, parts

DUTCH = PARTS["nl"]


@pytest.mark.parametrize(
    ("word", "made_of"),
    [
        ("ziekteverzekering", ["ziekte", "verzekering"]),
        ("verblijfskaart", ["verblijf", "kaart"]),
        ("woningzoeker", ["woning", "zoeker"]),
        ("ziekteverzekeringskaart", ["ziekte", "verzekering", "kaart"]),
        ("huizenmarkt", ["huizen", "markt"]),
    ],
)
def test_a_dutch_compound_is_made_of_its_parts(word: str, made_of: list[str]) -> None:
    assert parts(word, DUTCH, language="nl") == made_of


@pytest.mark.parametrize("word", ["verzekering", "vestiging", "kaartlezen", "omkaart", "kaart", ""])
def test_nothing_is_guessed(word: str) -> None:
    assert parts(word, DUTCH, language="nl") == []


def test_a_part_has_four_letters_or_more() -> None:
    assert parts("kaasmarkt", {"kaa", "smarkt", "markt"}, language="nl") == []


def test_a_part_that_is_a_compound_itself_is_taken_apart_too() -> None:
    known = {"ziekteverzekering", "ziekte", "verzekering", "kaart"}
    found = parts("ziekteverzekeringskaart", known, language="nl")
    assert found == ["ziekteverzekering", "ziekte", "verzekering", "kaart"]


def test_german_has_links_of_its_own() -> None:
    found = parts("krankenversicherungsnachweis", PARTS["de"], language="de")
    assert found == ["kranken", "versicherung", "nachweis"]


def test_a_text_without_spaces_costs_nothing() -> None:
    assert parts("kaart" * 2_000, DUTCH, language="nl") == []

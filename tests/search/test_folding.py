import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotonde.search.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Één  Café", "een cafe"),
        ("Straße", "strasse"),
        ("ŁÓDŹ", "lodz"),
        ("İstanbul ISPARTA ışık", "istanbul isparta isik"),
        ("الإقامة", "اقامه"),
        ("إقامة", "اقامه"),
        ("والسكن", "سكن"),
        ("مدرسة", "مدرسه"),
        ("co-operate, d'accord!", "co operate d accord"),
        ("", ""),
        ("Ǽ", "ae"),
        ("!!!", ""),
    ],
)
def test_spellings_of_one_word_fold_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(st.characters(max_codepoint=0x5FF), max_size=20))
def test_folding_twice_changes_nothing_for_latin(text: str) -> None:
    assert fold(fold(text)) == fold(text)

"""Search over our own kind, so that the foundation is tested without the house above it."""

from collections.abc import Iterator

import pytest

from rotonde.region.models import Term
from rotonde.search import registry
from rotonde.search.finding import find
from rotonde.search.indexing import index
from rotonde.search.models import Entry
from rotonde.search.registry import Searchable

pytestmark = pytest.mark.django_db

WORDS = {
    "verblijfsvergunning": {
        "nl": "verblijfsvergunning",
        "en": "residence permit",
        "fr": "titre de séjour",
        "de": "Aufenthaltstitel",
        "es": "permiso de residencia",
        "pl": "zezwolenie na pobyt",
        "tr": "oturma izni",
        "ar": "تصريح الإقامة",
    },
    "huurcontract": {"nl": "huurcontract", "en": "rental contract", "pl": "umowa najmu"},
}


@pytest.fixture
def terms(monkeypatch) -> Iterator[dict[str, Term]]:
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        Searchable(
            "term", Term, lambda term, language: {"A": getattr(term, f"text_{language}") or ""}
        )
    )
    made = {
        slug: Term.objects.create(
            slug=slug, **{f"text_{code}": text for code, text in texts.items()}
        )
        for slug, texts in WORDS.items()
    }
    index("term", made.values())
    return made


def hits(text: str, language: str = "en") -> list[int]:
    found = find("term", text, language)
    return [] if found is None else [row["object_id"] for row in found]


@pytest.mark.parametrize(
    "asked",
    [
        "verblijfsvergunning",
        "residence permits",
        "sejour",
        "SÉJOUR",
        "aufenthaltstitel",
        "residencia",
        "pobyt",
        "izni",
        "إقامة",
        "الاقامة",
        "resid",
        "aufent",
        "verblijfsv",
    ],
)
def test_a_word_of_any_language_finds_it(terms: dict[str, Term], asked: str) -> None:
    assert hits(asked) == [terms["verblijfsvergunning"].pk]


def test_all_words_must_be_there(terms: dict[str, Term]) -> None:
    assert hits("residence contract") == []


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("   ", ""),
        ("!?", ""),
        ("<->", ""),
        ("\\", ""),
        ("resid:*&|!()", "resid"),
        ("'; permit", "permit"),
    ],
)
def test_query_syntax_is_only_text(terms: dict[str, Term], asked: str, meant: str) -> None:
    assert hits(asked) == hits(meant)


def test_the_readers_own_language_ranks_first(terms: dict[str, Term]) -> None:
    polish = Term.objects.create(slug="najem", text_nl="iets", text_pl="contract")
    index("term", [polish])
    assert hits("contract", "pl")[0] == polish.pk
    assert hits("contract", "en")[0] == terms["huurcontract"].pk


def test_indexing_again_replaces_the_entries(terms: dict[str, Term]) -> None:
    term = terms["huurcontract"]
    term.text_pl = None
    index("term", [term])
    assert set(Entry.objects.filter(object_id=term.pk).values_list("language", flat=True)) == {
        "nl",
        "en",
    }

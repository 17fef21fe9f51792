"""Search over our own kind, so that the foundation is tested without the house above it."""

from collections.abc import Iterator

import pytest

from rotonde.region.models import Term
from rotonde.search import registry
from rotonde.search.correcting import Correction, corrected
from rotonde.search.finding import find
from rotonde.search.indexing import index
from rotonde.search.meanings import write_meanings
from rotonde.search.models import Entry, Synonym
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


def test_a_hit_in_ones_own_description_ranks_before_a_name_in_another_language(
    terms: dict[str, Term], monkeypatch
) -> None:
    def texts(term: Term, language: str) -> dict[str, str]:
        return {"A": getattr(term, f"text_{language}") or "", "D": term.source}

    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(Searchable("term", Term, texts))
    own = Term.objects.create(slug="own", text_nl="iets", text_tr="bir", source="huurcontract")
    index("term", [own, terms["huurcontract"]])
    assert hits("huurcontract", "tr")[0] == own.pk


def test_a_name_ranks_before_a_description(terms: dict[str, Term], monkeypatch) -> None:
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        Searchable("term", Term, lambda term, _language: {"A": term.text_nl, "D": term.source})
    )
    told = Term.objects.create(slug="told", text_nl="iets", source="markt " * 9)
    named = Term.objects.create(slug="named", text_nl="markt")
    index("term", [told, named])
    assert hits("markt", "nl") == [named.pk, told.pk]


def test_words_that_say_nothing_need_not_be_there(terms: dict[str, Term]) -> None:
    assert hits("the residence permit") == [terms["verblijfsvergunning"].pk]


def test_a_part_of_a_dutch_compound_finds_it(terms: dict[str, Term]) -> None:
    assert hits("vergunning") == [terms["verblijfsvergunning"].pk]
    assert hits("contract", "nl")[0] == terms["huurcontract"].pk
    assert hits("vergun") == [terms["verblijfsvergunning"].pk]


def test_a_known_word_may_be_a_part(terms: dict[str, Term]) -> None:
    flat = Term.objects.create(slug="flat", text_nl="flatje")
    index("term", [flat])
    compound = Term.objects.create(slug="compound", text_nl="huurflatje")
    index("term", [compound])
    assert set(hits("flatje")) == {flat.pk, compound.pk}


@pytest.mark.parametrize("reader", ["en", "pl", "ar"])
def test_a_name_in_one_language_finds_what_is_told_in_another(
    terms: dict[str, Term], reader: str
) -> None:
    english = Term.objects.create(slug="english", text_nl="x", text_en="Get your residence card")
    dutch = Term.objects.create(slug="dutch", text_nl="Verblijfskaarten halen")
    index("term", [english, dutch])
    write_meanings(
        {
            "card": {
                "nl": "verblijfskaart",
                "en": "residence card",
                "pl": "karta pobytu",
                "ar": "بطاقة إقامة",
            }
        }
    )
    for asked in ("verblijfskaart", "Residence Card", "karta pobytu", "بطاقة الإقامة"):
        assert set(hits(asked, reader)) == {english.pk, dutch.pk}, asked


def test_another_name_stands_among_other_words(terms: dict[str, Term]) -> None:
    gent = Term.objects.create(slug="gent", text_nl="Huisarts in Gent")
    aalst = Term.objects.create(slug="aalst", text_nl="Huisarts in Aalst")
    index("term", [gent, aalst])
    Synonym.objects.create(word="family doctor", also="huisarts")
    assert hits("family doctor Gent") == [gent.pk]
    assert set(hits("family doctor")) == {gent.pk, aalst.pk}


def test_what_was_typed_ranks_before_what_it_is_also_called(terms: dict[str, Term]) -> None:
    also = Term.objects.create(slug="also", text_nl="huisarts")
    typed = Term.objects.create(slug="typed", text_nl="gp")
    index("term", [also, typed])
    Synonym.objects.create(word="gp", also="huisarts")
    assert hits("gp") == [typed.pk, also.pk]


def test_a_typo_is_forgiven_and_told(terms: dict[str, Term]) -> None:
    meant = corrected("term", "Huurcontrcat", reader="en")
    assert meant.corrections == (Correction("huurcontrcat", "huurcontract"),)
    assert hits(meant.text) == [terms["huurcontract"].pk]


def test_only_the_mistyped_word_is_changed(terms: dict[str, Term]) -> None:
    assert corrected("term", "residence premit", reader="en").text == "residence permit"


@pytest.mark.parametrize("asked", ["huurcontract", "huurc", "permits", "residences", "xyz", "zzzz"])
def test_what_is_found_or_near_to_nothing_stays(terms: dict[str, Term], asked: str) -> None:
    assert corrected("term", asked, reader="en").text == asked


def test_words_of_another_kind_are_not_meant(terms: dict[str, Term]) -> None:
    assert corrected("guide", "huurcontrcat", reader="en").corrections == ()


def test_a_word_that_is_gone_is_not_meant(terms: dict[str, Term]) -> None:
    Entry.objects.filter(object_id=terms["huurcontract"].pk).delete()
    assert corrected("term", "huurcontrcat", reader="en").corrections == ()


def test_a_compound_nobody_writes_finds_its_parts(terms: dict[str, Term]) -> None:
    card = Term.objects.create(slug="card", text_nl="Kaart van uw ziekteverzekering")
    index("term", [card, Term.objects.create(slug="map", text_nl="Plan")])
    meant = corrected("term", "ziekteverzekeringskaart", reader="en")
    assert meant.text == "ziekte verzekering kaart"
    assert hits(meant.text) == [card.pk]


def test_a_word_with_a_synonym_is_no_typo(terms: dict[str, Term]) -> None:
    Synonym.objects.create(word="huurcontrcat", also="umowa najmu")
    assert corrected("term", "huurcontrcat", reader="en").corrections == ()
    assert hits("huurcontrcat") == [terms["huurcontract"].pk]

import pytest
from django.db import IntegrityError

from rotonde.search.meanings import Saying, also_called, write_meanings
from rotonde.search.models import Phrase, Synonym

pytestmark = pytest.mark.django_db


def test_the_names_of_one_thing_lead_to_each_other() -> None:
    write_meanings({"a": {"nl": "Verblijfskaart", "pl": "karta pobytu"}, "b": {"nl": "loket"}})
    assert also_called(["karta pobytu"], reader="ar") == {
        "karta pobytu": [Saying("nl", "verblijfskaart")]
    }
    assert also_called(["loket"], reader="nl") == {}


def test_two_ways_to_say_it_stand_for_themselves() -> None:
    write_meanings({"a": {"nl": "mutualiteit / ziekenfonds", "en": "child benefit (Groeipakket)"}})
    assert set(Phrase.objects.values_list("words", flat=True)) == {
        "mutualiteit",
        "ziekenfonds",
        "child benefit",
        "groeipakket",
    }


def test_writing_again_replaces() -> None:
    write_meanings({"a": {"nl": "loket", "en": "counter"}})
    write_meanings({"a": {"nl": "loket", "en": "desk"}})
    assert also_called(["counter"], reader="en") == {}
    assert also_called(["desk"], reader="en") == {"desk": [Saying("nl", "loket")]}


def test_a_synonym_leads_both_ways_or_one() -> None:
    Synonym.objects.create(word="gp", also="huisarts")
    Synonym.objects.create(word="welfare", also="ocmw", both_ways=False)
    assert also_called(["huisarts", "welfare", "ocmw"], reader="en") == {
        "huisarts": [Saying("", "gp")],
        "welfare": [Saying("", "ocmw")],
    }


def test_a_synonym_may_be_for_readers_of_one_language() -> None:
    Synonym.objects.create(word="gift", also="poison", language="de")
    assert also_called(["gift"], reader="de") == {"gift": [Saying("", "poison")]}
    assert also_called(["gift"], reader="en") == {}


@pytest.mark.parametrize(
    ("word", "also"), [("gp", "gp"), ("GP", "doctor"), ("g.p.", "doctor"), (" gp", "doctor")]
)
def test_what_would_never_be_found_is_refused(word: str, also: str) -> None:
    with pytest.raises(IntegrityError):
        Synonym.objects.create(word=word, also=also)


def test_the_same_synonym_stands_once() -> None:
    Synonym.objects.create(word="gp", also="huisarts")
    with pytest.raises(IntegrityError):
        Synonym.objects.create(word="gp", also="huisarts")

import pytest

from rotonde.region.models import Term
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import shown
from rotonde.translations.states import described, record, states_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def term() -> Term:
    term = Term.objects.create(slug="card", text_nl="kaart", text_en="card", text_pl="karta")
    record([term])
    return term


def state(term: Term, language: str) -> str:
    return states_of([term]).of(term, "text", shown(term, "text", language))


def test_a_translation_made_for_this_text_is_human(term: Term) -> None:
    assert state(term, "pl") == "human"


def test_a_translation_of_an_older_text_is_outdated(term: Term) -> None:
    term.text_en = "residence card"
    assert state(term, "pl") == "outdated"


def test_a_change_and_back_is_not_outdated(term: Term) -> None:
    term.text_en = "residence card"
    term.text_en = "card"
    assert state(term, "pl") == "human"


def test_no_translation_is_missing(term: Term) -> None:
    assert state(term, "tr") == "missing"


def test_machine_and_reviewed_are_said(term: Term) -> None:
    record([term], origin="machine")
    assert state(term, "pl") == "machine"
    TranslationState.objects.update(reviewed=True)
    assert state(term, "pl") == "reviewed"


def test_states_of_many_objects_are_one_query(term: Term, django_assert_num_queries) -> None:
    others = [Term.objects.create(slug=f"t{n}", text_nl="x") for n in range(3)]
    with django_assert_num_queries(1):
        states_of([term, *others])


def test_the_api_form_names_both_languages(term: Term) -> None:
    assert described(term, "text", "tr", states_of([term])) == {
        "text": "card",
        "content_language": "en",
        "requested_language": "tr",
        "translation": "missing",
    }

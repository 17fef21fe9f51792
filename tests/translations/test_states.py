import pytest

from rotonde.region.models import Term
from rotonde.translations.models import SourceRevision, TranslationState
from rotonde.translations.reading import shown, source_hash
from rotonde.translations.recording import record, record_minor_edit
from rotonde.translations.states import described, states_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def term() -> Term:
    term = Term.objects.create(
        slug="card", text_nl="kaart", text_en="card", text_pl="karta", text_fr="carte"
    )
    record([term])
    return term


def state(term: Term, language: str) -> str:
    return states_of([term]).of(term, "text", shown(term, "text", language))


def states(term: Term) -> dict[str, str]:
    return {code: state(term, code) for code in ("en", "nl", "fr", "pl")}


def write(term: Term, **texts: str) -> None:
    for name, text in texts.items():
        setattr(term, name, text)
    term.save()
    record([term])


UP_TO_DATE = {"en": "human", "nl": "human", "fr": "human", "pl": "human"}


def test_what_was_written_together_is_up_to_date(term: Term) -> None:
    assert states(term) == UP_TO_DATE


def test_a_translation_of_an_older_text_is_outdated(term: Term) -> None:
    term.text_en = "residence card"
    assert state(term, "pl") == "outdated"


def test_a_change_and_back_is_not_outdated(term: Term) -> None:
    write(term, text_en="residence card")
    write(term, text_en="card")
    assert states(term) == UP_TO_DATE


def test_who_changes_the_english_leaves_the_others_behind(term: Term) -> None:
    write(term, text_en="residence card")
    assert states(term) == {"en": "human", "nl": "outdated", "fr": "outdated", "pl": "outdated"}


def test_who_changes_only_the_dutch_leaves_the_english_and_what_came_of_it_behind(term) -> None:
    write(term, text_nl="verblijfskaart")
    assert states(term) == {"en": "outdated", "nl": "human", "fr": "outdated", "pl": "outdated"}


def test_what_is_changed_with_its_source_is_up_to_date(term: Term) -> None:
    write(term, text_en="residence card", text_nl="verblijfskaart", text_fr="carte de séjour")
    assert states(term) == {**UP_TO_DATE, "pl": "outdated"}


def test_a_translation_that_follows_later_is_up_to_date(term: Term) -> None:
    write(term, text_en="residence card")
    write(term, text_pl="karta pobytu")
    assert states(term) == {"en": "human", "nl": "outdated", "fr": "outdated", "pl": "human"}


def test_to_record_once_more_changes_nothing(term: Term) -> None:
    write(term, text_en="residence card")
    before = list(TranslationState.objects.order_by("pk").values())
    assert record([term]) == 0
    assert list(TranslationState.objects.order_by("pk").values()) == before


def test_where_there_is_no_english_the_dutch_is_the_source() -> None:
    term = Term.objects.create(slug="deed", text_nl="akte", text_fr="acte")
    record([term])
    term.text_nl = "attest"
    assert (state(term, "fr"), state(term, "nl")) == ("outdated", "human")


def test_a_text_that_is_taken_away_leaves_nothing_behind(term: Term) -> None:
    write(term, text_pl="")
    assert state(term, "pl") == "missing"
    assert not TranslationState.objects.filter(language="pl").exists()


def test_no_translation_is_missing(term: Term) -> None:
    assert state(term, "tr") == "missing"


def test_machine_and_reviewed_are_said(term: Term) -> None:
    TranslationState.objects.update(origin="machine")
    assert state(term, "pl") == "machine"
    TranslationState.objects.update(reviewed=True)
    assert state(term, "pl") == "reviewed"


def test_what_somebody_writes_over_a_machine_is_human(term: Term) -> None:
    TranslationState.objects.update(origin="machine")
    write(term, text_pl="dowód")
    assert (state(term, "pl"), state(term, "fr")) == ("human", "machine")


def test_a_text_written_past_the_record_is_taken_for_a_human_one(term: Term) -> None:
    TranslationState.objects.update(origin="machine")
    Term.objects.update(text_pl="dowód")
    term.refresh_from_db()
    assert state(term, "pl") == "human"


def test_the_old_wording_of_a_source_is_kept_once(term: Term) -> None:
    other = Term.objects.create(slug="other", text_nl="pas", text_en="card")
    record([other])
    write(term, text_en="residence card")
    kept = SourceRevision.objects.get(hash=TranslationState.objects.get(language="pl").source_hash)
    assert kept.text == "card"
    assert SourceRevision.objects.filter(text="card").count() == 1


def test_a_row_of_an_older_release_is_about_the_text_there_is(term: Term) -> None:
    write(term, text_en="residence card")
    TranslationState.objects.update(text_hash="")
    assert state(term, "pl") == "outdated"
    record([term])
    assert state(term, "pl") == "outdated"
    assert TranslationState.objects.get(language="pl").text_hash == source_hash("karta")


def respell(term: Term, **texts: str) -> None:
    before = {name: getattr(term, name) for name in texts}
    for name, text in texts.items():
        setattr(term, name, text)
    term.save()
    record_minor_edit(term, before)


class TestAMinorEdit:
    @pytest.mark.parametrize("texts", [{"text_en": "cards"}, {"text_nl": "kaarten"}])
    def test_leaves_up_to_date_what_was(self, term, texts) -> None:
        respell(term, **texts)
        assert states(term) == UP_TO_DATE

    def test_of_both_sources_at_once(self, term) -> None:
        respell(term, text_en="cards", text_nl="kaarten")
        assert states(term) == UP_TO_DATE

    def test_leaves_outdated_what_was(self, term) -> None:
        write(term, text_en="residence card")
        write(term, text_pl="karta pobytu")
        respell(term, text_en="Residence card")
        assert states(term) == {"en": "human", "nl": "outdated", "fr": "outdated", "pl": "human"}

    def test_does_not_bring_an_outdated_text_itself_up_to_date(self, term) -> None:
        write(term, text_nl="verblijfskaart")
        respell(term, text_en="Card")
        assert states(term)["en"] == "outdated"

    def test_a_translation_that_was_written_along_is_new(self, term) -> None:
        write(term, text_en="residence card")
        before = {"text_en": "residence card", "text_pl": "karta"}
        term.text_en, term.text_pl = "Residence card", "Karta pobytu"
        term.save()
        record_minor_edit(term, before)
        assert (state(term, "pl"), state(term, "fr")) == ("human", "outdated")


@pytest.mark.parametrize("number", [1, 3])
def test_states_of_many_objects_are_one_query(term, number, django_assert_num_queries) -> None:
    others = [Term.objects.create(slug=f"t{n}", text_nl="x") for n in range(number)]
    with django_assert_num_queries(1):
        states_of([term, *others])


@pytest.mark.parametrize("number", [1, 3])
def test_to_record_many_is_a_handful_of_queries(number, django_assert_num_queries) -> None:
    terms = [Term.objects.create(slug=f"t{n}", text_nl="x", text_fr="y") for n in range(number)]
    with django_assert_num_queries(5):
        record(terms)


def test_the_api_form_names_both_languages(term: Term) -> None:
    assert described(term, "text", "tr", states_of([term])) == {
        "text": "card",
        "content_language": "en",
        "requested_language": "tr",
        "translation": "missing",
    }

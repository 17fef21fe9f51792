"""What a translator saves: her text, its state, and nothing over anybody's head."""

from datetime import UTC, datetime

import pytest

from rotonde.region.models import Term
from rotonde.translations.kinds import Kind, kinds
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import shown
from rotonde.translations.recording import fields_of, record
from rotonde.translations.states import source_of, states_of, text_in
from rotonde.translations.translating import (
    ChangedMeanwhile,
    TextNeeded,
    Written,
    hash_of,
    translate,
)
from services.filters import Filters
from services.models import Service
from tests.factories.guides import GuideFactory
from tests.factories.services import ServiceFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def term() -> Term:
    term = Term.objects.create(slug="card", text_nl="kaart", text_en="card", text_pl="karta")
    record([term])
    return term


def written(thing, field: str, language: str, text: str, **more) -> Written:
    """A text as its translator sends it, who saw what is there now."""
    code = source_of(thing, field, language)
    source = text_in(thing, field, code) if code else ""
    shown_now = {"own_was": hash_of(text_in(thing, field, language)), "source_was": hash_of(source)}
    return Written(field, text, **(shown_now | more))


def save(thing, language: str, text: str, field: str = "text", *, minor=False, **more) -> list[str]:
    kind = kinds()[thing._meta.model_name]
    texts = [written(thing, field, language, text, **more)]
    done = translate(kind=kind, thing=thing, language=language, texts=texts, at=NOW, minor=minor)
    thing.refresh_from_db()
    return done


def state(thing, language: str, field: str = "text") -> str:
    return states_of([thing]).of(thing, field, shown(thing, field, language))


def test_a_new_text_is_human_and_up_to_date(term) -> None:
    assert save(term, "fr", "carte") == ["text"]
    assert (term.text_fr, state(term, "fr")) == ("carte", "human")


def test_what_is_changed_is_up_to_date_again(term) -> None:
    term.text_en = "pass"
    term.save()
    record([term])
    assert state(term, "pl") == "outdated"
    save(term, "pl", "przepustka")
    assert state(term, "pl") == "human"


def test_an_outdated_text_that_is_still_right_is_said_to_be(term) -> None:
    term.text_en = "cards"
    term.save()
    record([term])
    assert save(term, "pl", "karta", right=True) == ["text"]
    assert (term.text_pl, state(term, "pl")) == ("karta", "reviewed")


def test_nothing_touched_is_nothing_written(term) -> None:
    before = TranslationState.objects.values_list("pk", "source_hash").order_by("pk")
    kept = list(before)
    assert save(term, "pl", "karta") == []
    assert list(before.all()) == kept


def test_what_is_sent_twice_is_saved_once(term) -> None:
    text = written(term, "text", "fr", "carte")
    for done in (["text"], []):
        assert (
            translate(kind=kinds()["term"], thing=term, language="fr", texts=[text], at=NOW) == done
        )


class TestMeanwhile:
    def test_somebody_elses_text_is_not_overwritten(self, term) -> None:
        mine = written(term, "text", "pl", "moja")
        save(term, "pl", "ich")
        with pytest.raises(ChangedMeanwhile) as refusal:
            translate(kind=kinds()["term"], thing=term, language="pl", texts=[mine], at=NOW)
        assert refusal.value.fields == ["text"]
        term.refresh_from_db()
        assert term.text_pl == "ich"

    def test_a_translation_of_what_the_source_no_longer_says_is_refused(self, term) -> None:
        mine = written(term, "text", "fr", "carte")
        save(term, "en", "pass")
        with pytest.raises(ChangedMeanwhile):
            translate(kind=kinds()["term"], thing=term, language="fr", texts=[mine], at=NOW)

    def test_nothing_is_found_right_that_was_not_shown(self, term) -> None:
        mine = written(term, "text", "pl", "karta", right=True)
        save(term, "pl", "ich")
        with pytest.raises(ChangedMeanwhile):
            translate(kind=kinds()["term"], thing=term, language="pl", texts=[mine], at=NOW)

    def test_a_box_nobody_touched_is_in_nobodys_way(self, term) -> None:
        mine = written(term, "text", "pl", "karta")
        save(term, "pl", "ich")
        assert (
            translate(kind=kinds()["term"], thing=term, language="pl", texts=[mine], at=NOW) == []
        )


class TestASource:
    def test_changed_leaves_its_translations_behind(self, term) -> None:
        save(term, "en", "pass")
        assert (state(term, "pl"), state(term, "nl"), state(term, "en")) == (
            "outdated",
            "outdated",
            "human",
        )

    def test_better_spelled_it_does_not(self, term) -> None:
        save(term, "en", "Card", minor=True)
        assert (state(term, "pl"), state(term, "nl")) == ("human", "human")

    def test_better_spelled_it_does_not_mend_what_was_outdated(self, term) -> None:
        save(term, "en", "pass")
        save(term, "en", "Pass", minor=True)
        assert (state(term, "pl"), state(term, "nl")) == ("outdated", "outdated")

    def test_the_only_one_stays(self) -> None:
        service = ServiceFactory(name_en="Help", name_nl="", name_fr="Aide")
        with pytest.raises(TextNeeded):
            save(service, "en", "", "name")
        assert Service.objects.get().name_en == "Help"

    def test_what_the_database_wants_stays(self, term) -> None:
        with pytest.raises(TextNeeded):
            save(term, "nl", "")
        assert Term.objects.get().text_nl == "kaart"


class TestAMachine:
    def test_its_unchanged_suggestion_stays_its_own(self, term) -> None:
        save(term, "fr", "carte", machine=True)
        assert state(term, "fr") == "machine"
        assert save(term, "fr", "carte", right=True) == ["text"]
        assert state(term, "fr") == "reviewed"
        assert TranslationState.objects.get(language="fr").origin == "machine"

    def test_what_somebody_writes_over_it_is_human(self, term) -> None:
        save(term, "fr", "carte", machine=True)
        save(term, "fr", "carte de séjour")
        assert state(term, "fr") == "human"


def test_a_service_is_found_by_its_new_words_and_told_as_changed() -> None:
    service = ServiceFactory(slug="help", name_en="Help")
    save(service, "fr", "Assistance", "name")
    assert service.changed_at == NOW
    assert list(Service.objects.matching(Filters(q="assistance"), reader="fr")) == [service]
    assert service.slug == "help"


def test_a_guide_is_found_by_the_new_words_of_its_step() -> None:
    guide = GuideFactory(steps=[{"title_en": "Choose"}])
    save(guide.steps.get(), "fr", "Choisir", "title")
    assert list(type(guide).objects.published().found_by("choisir", reader="fr")) == [guide]


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_no_address_is_ever_translated(kind: Kind) -> None:
    for field in fields_of(kind.model):
        assert "slug" not in field
        assert kind.model._meta.get_field(field).get_internal_type() in ("CharField", "TextField")

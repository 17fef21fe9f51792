"""Readers are told what a machine wrote, at the cost of one query a page."""

import pytest
from django.utils.translation import override

from rotonde.translations.labels import mark_machine
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import shown, source_hash
from tests.factories.guides import GuideFactory
from tests.factories.services import ServiceFactory

LABEL = "Traduction automatique"
NOTICE = "traduite par une machine"

pytestmark = pytest.mark.django_db


def by_machine(thing, field: str, language: str = "fr", **more) -> None:
    text = getattr(thing, f"{field}_{language}")
    TranslationState.objects.create(
        model=thing._meta.label_lower,
        object_id=thing.pk,
        field=field,
        language=language,
        source_language="en" if language != "en" else "nl",
        source_hash="0" * 64,
        **{"text_hash": source_hash(text), "origin": "machine"} | more,
    )


@pytest.fixture
def service():
    return ServiceFactory(slug="help", name_fr="Aide", summary_fr="Vite.", channels=[{}])


def page(client, thing, language: str = "fr") -> str:
    with override(language):
        return client.get(thing.get_absolute_url()).content.decode()


def test_a_page_of_people_says_nothing(client, service) -> None:
    told = page(client, service)
    assert LABEL not in told
    assert NOTICE not in told


@pytest.mark.parametrize("field", ["name", "summary"])
def test_a_service_says_so(client, service, field) -> None:
    by_machine(service, field)
    told = page(client, service)
    assert LABEL in told
    assert NOTICE in told


def test_only_who_reads_it_is_told(client, service) -> None:
    by_machine(service, "name")
    assert "Machine translation" not in page(client, service, "en")


def test_what_somebody_checked_needs_no_label(client, service) -> None:
    by_machine(service, "name", reviewed=True)
    assert LABEL not in page(client, service)


def test_what_somebody_wrote_over_it_needs_none(client, service) -> None:
    by_machine(service, "name")
    type(service).objects.update(name_fr="Secours")
    assert LABEL not in page(client, service)


def test_who_falls_back_on_a_machines_english_is_told() -> None:
    service = ServiceFactory(name_en="Help", name_nl="Hulp", name_tr="")
    by_machine(service, "name", "en")
    assert mark_machine([service], reader="tr")
    assert shown(service, "name", "tr").is_machine


def test_the_list_marks_each(client, service) -> None:
    by_machine(service, "summary")
    with override("fr"):
        assert LABEL in client.get("/fr/services/").content.decode()


def test_a_step_of_a_guide_says_so_on_its_page(client) -> None:
    guide = GuideFactory(
        title_fr="Comment", summary_fr="Quoi.", steps=[{"title_en": "Go", "title_fr": "Allez"}]
    )
    by_machine(guide.steps.get(), "title")
    told = page(client, guide)
    assert LABEL in told
    assert NOTICE in told


@pytest.mark.parametrize("number", [1, 3])
def test_whatever_is_on_a_page_is_asked_at_once(service, number, django_assert_num_queries) -> None:
    guide = GuideFactory(steps=[{"title_en": f"{n}"} for n in range(number)])
    things = [service, service, guide, *guide.steps.all()]
    with django_assert_num_queries(1):
        mark_machine(things, reader="fr")


def test_nothing_on_a_page_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert not mark_machine([], reader="fr")

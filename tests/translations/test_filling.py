"""A machine writes what is missing: marked as such, and never over anybody's text."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from events.models import Event
from rotonde.region.models import Term
from rotonde.translations import machine
from rotonde.translations.filling import fill, gaps
from rotonde.translations.kinds import kinds
from rotonde.translations.management.commands import translate_missing
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import shown
from rotonde.translations.recording import record
from rotonde.translations.states import described, states_of
from services.filters import Filters
from services.models import Guide, GuideStep, Service, Theme
from tests.factories.permits import ProcedureFactory
from tests.factories.services import ServiceFactory, ThemeFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    service = ServiceFactory(
        slug="help",
        themes=[],
        name_en="Help",
        name_nl="Hulp",
        summary_en="At once.",
        summary_nl="Meteen.",
        summary_fr="Tout de suite.",
    )
    record([service])
    return service


def filled(language: str = "fr", limit: int = 50) -> int:
    return fill(gaps(language=language, limit=limit), at=NOW)


def state(thing, field: str, language: str) -> str:
    return states_of([thing]).of(thing, field, shown(thing, field, language))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("translate_missing", *arguments, stdout=out)
    return out.getvalue()


def test_what_is_missing_is_written_and_marked(translator, service) -> None:
    assert filled() == 1
    service.refresh_from_db()
    assert service.name_fr == "[fr] Help"
    assert described(service, "name", "fr", states_of([service]))["translation"] == "machine"
    assert state(service, "summary", "fr") == "human"


def test_it_is_found_and_told_as_changed(translator, service) -> None:
    translator.words = {"Help": "Assistance"}
    filled()
    service.refresh_from_db()
    assert service.changed_at == NOW
    assert list(Service.objects.matching(Filters(q="assistance"), reader="fr")) == [service]


def test_a_persons_text_and_an_address_are_never_touched(translator, service) -> None:
    columns = ("slug", "public_id", "summary_fr", "name_en", "name_nl")
    before = Service.objects.values(*columns).get()
    filled()
    filled()
    assert Service.objects.values(*columns).get() == before
    sent = [text for asked in translator.asked for text in asked["body"]["q"]]
    assert sent == ["Help"]


def test_who_writes_it_meanwhile_is_not_overwritten(translator, service) -> None:
    waiting = gaps(language="fr", limit=5)
    Service.objects.update(name_fr="Aide")
    assert fill(waiting, at=NOW) == 0
    service.refresh_from_db()
    assert service.name_fr == "Aide"
    assert not TranslationState.objects.filter(origin="machine").exists()


def test_what_was_made_from_a_source_that_changed_meanwhile_is_dropped(translator, service) -> None:
    waiting = gaps(language="fr", limit=5)
    Service.objects.update(name_en="Advice")
    assert fill(waiting, at=NOW) == 0
    service.refresh_from_db()
    assert not service.name_fr


@pytest.mark.django_db(transaction=True)
def test_the_service_is_asked_outside_any_transaction(translator, service) -> None:
    open_now = []

    def look() -> None:
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in trans%%' "
                "AND datname = current_database()"
            )
            open_now.append(cursor.fetchone()[0])
        other.close()

    translator.meanwhile = look
    filled()
    assert open_now == [0]


def test_a_text_that_does_not_fit_is_left_out(translator, service) -> None:
    translator.words = {"Help": "x" * 500}
    assert filled() == 0
    assert state(service, "name", "fr") == "missing"


def test_a_machines_text_becomes_outdated_like_any(translator, service) -> None:
    filled()
    service.refresh_from_db()
    service.name_en = "Advice"
    service.save()
    record([service])
    assert state(service, "name", "fr") == "outdated"


def test_a_text_without_english_is_made_from_the_dutch(translator) -> None:
    ThemeFactory(name_en="", name_nl="akte", summary_en="")
    assert filled() == 1
    assert translator.asked[0]["body"]["source"] == "nl"
    row = TranslationState.objects.get(model="services.theme")
    assert (row.source_language, row.origin, row.reviewed) == ("nl", "machine", False)


def test_official_texts_are_left_to_people(translator, service) -> None:
    Term.objects.create(slug="deed", text_nl="akte", text_en="deed")
    ProcedureFactory(name_nl="inschrijving", name_en="registration")
    assert filled() == 1
    assert [asked["body"]["q"] for asked in translator.asked] == [["Help"]]


def test_only_what_every_page_labels_is_open_to_machines() -> None:
    open_to_machines = {kind.model for kind in kinds().values() if kind.by_machine}
    assert open_to_machines == {Service, Theme, Guide, GuideStep, Event}


def test_hidden_things_are_not_sent_anywhere(translator) -> None:
    ServiceFactory(state="hidden", themes=[], name_en="Secret")
    assert filled() == 0
    assert translator.asked == []


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def without_breath(self, monkeypatch) -> None:
        monkeypatch.setattr(translate_missing, "_BREATH", 0.0)

    def test_says_how_many_it_wrote(self, translator, service) -> None:
        assert run("--language", "fr") == "1 of 1 texts written.\n"
        assert run("--language", "fr") == "0 of 0 texts written.\n"

    def test_writes_no_more_than_its_limit(self, translator) -> None:
        for n in range(3):
            ThemeFactory(name_nl=f"t{n}", name_en="x", summary_en="")
        assert run("--language", "fr", "--limit", "2") == "2 of 2 texts written.\n"
        assert Theme.objects.exclude(name_fr=None).count() == 2

    def test_keeps_what_it_has_when_the_service_has_enough(self, translator, monkeypatch) -> None:
        monkeypatch.setattr(translate_missing, "AT_ONCE", 1)
        for n in range(2):
            ThemeFactory(name_nl=f"t{n}", name_en="x", summary_en="")

        def enough() -> None:
            translator.status = 429 if len(translator.asked) > 1 else 200

        translator.meanwhile = enough
        with pytest.raises(CommandError, match="EnoughForNow"):
            run("--language", "fr")
        assert Theme.objects.exclude(name_fr=None).count() == 1

    def test_is_off_without_an_address(self, settings) -> None:
        settings.TRANSLATION_URL = ""
        with pytest.raises(CommandError, match="TRANSLATION_URL"):
            run("--language", "fr")


def test_nothing_is_written_when_the_service_fails(translator, service) -> None:
    translator.status = 500
    with pytest.raises(machine.Unreachable):
        filled()
    service.refresh_from_db()
    assert not service.name_fr

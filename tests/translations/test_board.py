"""How every text stands: what the board counts is what single texts say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotonde.accounts.models import User
from rotonde.common.languages import CODES
from rotonde.region.models import Term
from rotonde.translations.board import STATES, TO_DO, Coverage, coverage, waiting
from rotonde.translations.kinds import kinds
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import shown
from rotonde.translations.recording import fields_of, record
from rotonde.translations.states import states_of
from rotonde.translations.tally import bring_up_to_date
from services.models import Service
from tests.factories.region import MunicipalityFactory
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser(email="admin@example.org", password="x")


def counted(user, kind: str) -> dict[str, Coverage]:
    found = coverage(languages=CODES, user=user)
    return next(cells for each, cells in found.kinds if each.code == kind)


def listed(user, **asked) -> list[tuple[str, str, int, int, int]]:
    asked = {"languages": CODES, "states": TO_DO, "wanted": list(kinds().values())} | asked
    found = waiting(user=user, reader="en", first=0, most=50, **asked)
    return [(w.title, w.language, w.outdated, w.machine, w.missing) for w in found.works]


def a_mixed_lot() -> list[Service]:
    """Services in every state a text can have."""
    texts = {"name_en": "Help", "name_nl": "Hulp", "name_fr": "Aide", "name_pl": "Pomoc"}
    texts |= {"summary_en": "", "summary_nl": "Kort.", "summary_fr": "Bref.", "keywords_tr": "x"}
    lot = [ServiceFactory(**texts) for _each in range(6)]
    record(lot)
    own = {service.pk: TranslationState.objects.filter(object_id=service.pk) for service in lot}
    lot[0].name_en = "Advice"
    lot[1].name_nl = "Raad"
    lot[2].summary_nl = "Korter."
    for service in lot[:3]:
        service.save()
        record([service])
    own[lot[3].pk].update(origin="machine")
    own[lot[4].pk].update(origin="machine", reviewed=True)
    # Past the record: the French is nobody's translation of anything, and the English is new.
    Service.objects.filter(pk=lot[5].pk).update(name_fr="Autre", name_en="Other")
    own[lot[4].pk].filter(language="pl").update(text_hash="")
    return list(Service.objects.order_by("pk"))


def test_the_database_counts_what_single_texts_say(user) -> None:
    lot = a_mixed_lot()
    expected = {code: dict.fromkeys(STATES, 0) for code in CODES}
    states = states_of(lot)
    for service in lot:
        for field in fields_of(Service):
            if not (getattr(service, f"{field}_en") or getattr(service, f"{field}_nl")):
                continue
            for code in CODES:
                state = states.of(service, field, shown(service, field, code))
                name = {"human": "complete", "reviewed": "complete"}.get(state, state)
                expected[code][name] += 1
    found = {code: cell.counts for code, cell in counted(user, "service").items()}
    assert found == expected
    assert found["fr"]["outdated"] == 3
    assert found["fr"]["machine"] == 2


def test_what_readers_do_not_see_is_not_counted(user) -> None:
    ServiceFactory(state="hidden")
    assert not any(
        kind.code == "service" for kind, _cells in coverage(languages=CODES, user=user).kinds
    )


def test_a_name_that_is_everywhere_the_same_is_not_missed(user) -> None:
    MunicipalityFactory(name_nl="Gent", name_en="Ghent", name_fr="", name_tr="")
    cell = counted(user, "municipality")["tr"]
    assert (cell.total, cell.percent) == (0, 100)
    assert listed(user) == []


def test_a_bar_is_whole() -> None:
    cell = Coverage()
    cell.add("complete", 2)
    cell.add("missing", 1)
    assert [(state, begin) for state, begin, _length in cell.bar] == [
        ("complete", 0),
        ("missing", 66.67),
    ]
    assert cell.percent == 66


def test_the_list_is_narrowed_by_language_kind_and_state(user) -> None:
    term = Term.objects.create(slug="card", text_nl="kaart", text_en="card", text_fr="carte")
    record([term])
    term.text_en = "pass"
    term.save()
    record([term])
    ServiceFactory(name_en="Help", summary_nl="Kort.")
    assert listed(user, languages=["fr"], states=["outdated"]) == [("pass", "fr", 1, 0, 0)]
    assert {row[0] for row in listed(user, wanted=[kinds()["service"]])} == {"Help"}
    assert listed(user, languages=["ar"], wanted=[kinds()["term"]]) == [("pass", "ar", 0, 0, 1)]


def test_who_waits_longest_comes_first(user) -> None:
    for slug in ("late", "early"):
        term = Term.objects.create(slug=slug, text_nl=f"{slug} nl", text_en=slug)
        record([term])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE translations_sourcerevision SET seen_at = seen_at - interval '1 day' "
            "WHERE text LIKE 'early%%'"
        )
    assert [row[0] for row in listed(user, languages=["fr"])] == ["early", "late"]


@pytest.mark.parametrize("number", [1, 3])
def test_numbers_and_list_are_a_handful_of_queries(user, number) -> None:
    for n in range(number):
        Term.objects.create(slug=f"t{n}", text_nl="x")
        ServiceFactory()
    bring_up_to_date()
    with CaptureQueriesContext(connection) as numbers:
        coverage(languages=CODES, user=user)
    assert len(numbers) == 1 + 1
    with CaptureQueriesContext(connection) as rows:
        listed(user)
    # Themes come along with services.
    assert len(rows) == 1 + 1 + 2

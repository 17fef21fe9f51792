"""Out and in again: nothing is lost, and nothing is done twice."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from rotonde.pages.seeding import seed_content
from rotonde.region.models import Municipality
from rotonde.translations.models import TranslationState
from services.exchange.applying import apply
from services.exchange.planning import plan
from services.exchange.records import (
    CHANNEL,
    HOURS,
    ORGANISATION,
    PLACE,
    SCHEDULE,
    SERVICE,
    SPOKEN,
    TEXTS,
)
from services.models import (
    Channel,
    Menu,
    OpeningHours,
    Place,
    Schedule,
    Service,
    SpokenLanguage,
    Theme,
)
from tests.factories.services import ServiceFactory
from tests.services.exchange.whole import bare_service, whole_service

pytestmark = pytest.mark.django_db


def exported(form: str) -> str:
    out = io.StringIO()
    call_command("export_services", "--format", form, stdout=out)
    return out.getvalue()


def imported(content: str | bytes, name: str) -> dict[str, int]:
    content = content.encode() if isinstance(content, str) else content
    found = apply(plan(content, name=name), at=timezone.now())
    assert [(step.row, step.faults) for step in found.refused] == []
    return {outcome: number for outcome, number in found.counts.items() if number}


def empty(*, themes: bool = True) -> None:
    TranslationState.objects.filter(model="services.service").delete()
    Menu.objects.all().delete()
    Service.objects.all().delete()
    Place.objects.all().delete()
    if themes:
        Theme.objects.filter(parent__isnull=False).delete()
        Theme.objects.all().delete()
        Municipality.objects.all().delete()


def test_the_real_directory_survives_an_empty_portal_byte_by_byte() -> None:
    seed_content(at=timezone.now())
    before = {form: exported(form) for form in ("hsds", "csv", "geojson")}
    number = Service.objects.count()
    assert number > 100
    call_command("flush", interactive=False, verbosity=0)
    assert not Theme.objects.exists()
    assert not Organisation.objects.exists()
    assert imported(before["hsds"], "all.json") == {"added": number}
    assert {form: exported(form) for form in before} == before
    assert imported(before["hsds"], "all.json") == {"unchanged": number}
    assert imported(before["csv"], "all.csv") == {"unchanged": number}


@pytest.mark.parametrize(("form", "name"), [("hsds", "all.json"), ("csv", "all.csv")])
def test_every_field_survives(form: str, name: str) -> None:
    whole_service()
    bare_service()
    before = {each: exported(each) for each in ("hsds", "csv", "geojson")}
    empty(themes=form == "hsds")
    Organisation.objects.all().delete()
    assert imported(before[form], name) == {"added": 2}
    assert exported("csv") == before["csv"]
    assert exported("geojson") == before["geojson"]
    if form == "hsds":
        assert exported("hsds") == before["hsds"]
        assert imported(before["hsds"], name) == {"unchanged": 2}
    else:
        # A table does not tell how the texts were translated.
        assert imported(before["csv"], name) == {"unchanged": 2}


def test_a_machine_translation_does_not_become_a_human_one() -> None:
    service = whole_service()
    TranslationState.objects.create(
        model="services.service",
        object_id=service.pk,
        field="name",
        language="ar",
        source_language="en",
        source_hash="0" * 64,
        origin="machine",
    )
    before = exported("hsds")
    empty()
    imported(before, "all.json")
    (state,) = TranslationState.objects.filter(model="services.service")
    assert (state.origin, state.source_hash, state.language) == ("machine", "0" * 64, "ar")
    assert exported("hsds") == before


def test_a_change_of_one_field_changes_one_field_of_one_service() -> None:
    service = whole_service()
    other = bare_service()
    ids = set(service.channels.values_list("pk", flat=True))
    told = json.loads(exported("hsds"))
    one = next(each for each in told["contents"] if each["name"] != "Kaal")
    one["fees_description"] = "Two coffees"
    before = Service.objects.get(pk=other.pk).changed_at
    assert imported(json.dumps(told), "one.json") == {"changed": 1, "unchanged": 1}
    service.refresh_from_db()
    assert service.fees_en == "Two coffees"
    assert set(service.channels.values_list("pk", flat=True)) == ids
    assert Service.objects.get(pk=other.pk).changed_at == before


def test_a_table_of_two_columns_leaves_everything_else() -> None:
    service = whole_service()
    assert imported(f"id;name_fr\r\n{service.public_id};Aide\r\n", "names.csv") == {"changed": 1}
    changed = Service.objects.get(pk=service.pk)
    assert (changed.name_fr, changed.name_nl, changed.fees_en) == ("Aide", "Hulp", "A coffee")
    assert changed.channels.count() == 2
    state = TranslationState.objects.get(object_id=service.pk, field="name", language="fr")
    assert (state.origin, state.source_language) == ("human", "en")
    assert imported(f"id;name_fr\r\n{service.public_id};Aide\r\n", "names.csv") == {"unchanged": 1}


def desk_with_sourced_hours() -> Service:
    service = ServiceFactory(channels=[{"hours": [(1, "09:00", "12:00")]}])
    Schedule.objects.update(source="the door", checked_on="2026-11-04", verified=True)
    return service


def test_hours_that_change_lose_where_the_old_ones_were_seen() -> None:
    service = desk_with_sourced_hours()
    table = f"id;hours_monday\r\n{service.public_id};"
    assert imported(f"{table}09:00-12:00\r\n", "hours.csv") == {"unchanged": 1}
    assert imported(f"{table}09:00-13:00\r\n", "hours.csv") == {"changed": 1}
    usual = Schedule.objects.get()
    assert (usual.source, usual.checked_on, usual.verified) == ("", None, False)


def test_a_table_says_where_hours_were_seen() -> None:
    service = desk_with_sourced_hours()
    table = f"id;hours_source\r\n{service.public_id};the window\r\n"
    assert imported(table, "sources.csv") == {"changed": 1}
    usual = Schedule.objects.get()
    assert (usual.source, usual.verified) == ("the window", True)
    assert usual.hours.count() == 1


# What is worked out, or is about this portal and not about the service.
OURS = {
    Service: {"id", "organisation", "form_key", "changed_at", "owners_check"},
    Organisation: {"id", "members"},
    Place: {"id", "municipality", "facilities", "x", "y", "outside_area"},
    Channel: {"id", "service", "place", "position"},
    Schedule: {"id", "channel"},
    OpeningHours: {"id", "schedule"},
    SpokenLanguage: {"id", "channel"},
}


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (Service, SERVICE),
        (Organisation, ORGANISATION),
        (Place, PLACE),
        (Channel, CHANNEL),
        (Schedule, SCHEDULE),
        (OpeningHours, HOURS),
        (SpokenLanguage, SPOKEN),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_no_field_is_forgotten(model: type, told: tuple[str, ...]) -> None:
    """Who adds a field says whether it goes along."""
    texts = {name for text in TEXTS for name in (text, *(f"{text}_{code}" for code in CODES))}
    fields = {field.name for field in model._meta.concrete_fields} - OURS[model]
    assert fields - (texts if model is Service else set()) == set(told)


STANDARD = Path(settings.BASE_DIR).parent / "shared/samples/hsds/examples/service_full.json"


@pytest.mark.skipif(not STANDARD.exists(), reason="the examples of the standard are not at hand")
def test_the_example_of_the_standard_is_refused_for_its_latitude_of_100() -> None:
    found = plan(STANDARD.read_bytes(), name="service_full.json")
    assert "place_latitude" in {fault.field for fault in found.steps[0].faults}

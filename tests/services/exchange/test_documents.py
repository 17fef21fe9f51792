import csv
import io
import json
from pathlib import Path

import jsonschema_rs
import pytest
from django.conf import settings
from django.core.management import call_command

from services.exchange.cells import unguarded
from services.models import Service
from tests.factories.services import PlaceFactory, ServiceFactory
from tests.services.exchange.whole import bare_service, whole_service

pytestmark = pytest.mark.django_db

# What the standard asks of the fields we write, and where it is at hand the standard itself.
OWN = Path(__file__).parent / "service_schema.json"
STANDARD = settings.BASE_DIR.parent / "shared/samples/hsds/schema/service_with_definitions.json"


def exported(form: str, *options: str) -> str:
    out = io.StringIO()
    call_command("export_services", "--format", form, *options, stdout=out)
    return out.getvalue()


def one(form: str = "hsds") -> dict:
    (service,) = json.loads(exported(form))["contents"]
    return service


def test_hsds_tells_the_facts_in_the_words_of_the_standard() -> None:
    whole_service()
    told = one()
    assert told["name"] == 'Help, and "=more"'
    assert told["alternate_name"] == "Hulp"
    assert told["status"] == "active"
    assert told["url"] == "https://example.org/help"
    assert told["fees_description"] == "A coffee"
    assert told["eligibility_description"] == "Everybody"
    assert told["assured_date"] == "2026-11-01"
    assert told["required_documents"][0]["document"] == "Your card"
    assert {each["taxonomy_term"]["code"] for each in told["attributes"]} == {"housing", "permits"}
    assert [each["number"] for each in told["phones"]] == ["+32 9 000 00 02", "+32 9 000 00 00"]
    (desk,) = told["service_at_locations"]
    assert desk["location"]["latitude"] == 51.048
    assert desk["location"]["addresses"][0]["city"] == "Gent"
    monday = [row for row in desk["schedules"] if row.get("byday") == "MO"]
    assert [(row["opens_at"], row["closes_at"]) for row in monday] == [
        ("09:00", "12:00"),
        ("13:00", "17:00"),
    ]


def test_hsds_tells_what_the_standard_has_no_room_for_under_one_key() -> None:
    service = whole_service()
    told = one()
    own = told["x_rotonde"]
    assert own["public_id"] == service.public_id
    assert own["translations"]["name"] == {"nl": "Hulp", "ar": "مساعدة"}
    assert [each.get("entry") for each in own["channels"]] == ["walk-in", None]
    assert told["organization"]["x_rotonde"]["paid_partner"] is True
    location = told["service_at_locations"][0]["location"]
    assert location["x_rotonde"]["coordinates_approximate"] is True
    spoken = {each["code"]: each["x_rotonde"] for each in told["languages"]}
    assert spoken["ar"] == {
        "channel": 1,
        "level": "fluent",
        "weekday": 2,
        "starts_at": "14:00",
        "ends_at": "16:00",
    }


def test_another_language_is_never_passed_off_as_english() -> None:
    bare_service()
    told = one()
    assert told["name"] == "Kaal"
    assert told["x_rotonde"]["language"] == "nl"
    assert "alternate_name" not in told


def test_every_id_is_a_uuid_of_its_own() -> None:
    whole_service()
    ids = _ids(one())
    assert len(ids) == len(set(ids))
    assert all(len(each) == 36 for each in ids)


def _ids(value) -> list[str]:
    if isinstance(value, list):
        return [found for each in value for found in _ids(each)]
    if not isinstance(value, dict):
        return []
    own = [value["id"]] if "id" in value else []
    return own + [found for each in value.values() for found in _ids(each)]


def test_the_same_content_is_the_same_bytes_whenever_it_was_written(django_assert_max_num_queries):
    whole_service()
    before = {form: exported(form) for form in ("hsds", "csv", "geojson")}
    Service.objects.update(changed_at="2030-01-01T00:00Z")
    with django_assert_max_num_queries(50):
        assert {form: exported(form) for form in before} == before


def test_queries_do_not_grow_with_the_services(django_assert_max_num_queries) -> None:
    for _ in range(12):
        ServiceFactory(channels=[{"place": PlaceFactory()}])
    with django_assert_max_num_queries(14):
        exported("hsds")


def test_what_is_hidden_is_not_told_unless_asked_for() -> None:
    ServiceFactory(state="hidden", channels=[{}])
    assert json.loads(exported("hsds"))["contents"] == []
    (hidden,) = json.loads(exported("hsds", "--all"))["contents"]
    assert hidden["status"] == "inactive"


def test_a_cell_of_the_table_is_never_run_and_reads_back_as_it_was() -> None:
    whole_service()
    first, second = csv.DictReader(io.StringIO(exported("csv").removeprefix("\ufeff"), newline=""))
    assert first["description_en"].startswith("'=HYPERLINK")
    assert unguarded(first["description_en"]) == "=HYPERLINK(1)\nTwo lines."
    assert first["phone"] == "'+32 9 000 00 02"
    assert first["source"] == "'@somebody"
    assert not any(cell[:1] in {*"=+-@\t\r"} for cell in first.values() if cell)
    assert first["hours_monday"] == "09:00-12:00, 13:00-17:00"
    assert first["languages"] == "ar fluent tue 14:00-16:00; en good; nl"
    assert (second["id"], second["name_en"], second["channel_kind"]) == (first["id"], "", "phone")


def test_geojson_has_a_point_for_each_place_and_hides_nothing_without_one() -> None:
    whole_service()
    bare_service()
    found = json.loads(exported("geojson"))
    assert found["type"] == "FeatureCollection"
    by_name = {each["properties"]["name"]["nl"]: each for each in found["features"]}
    assert by_name["Hulp"]["geometry"] == {"type": "Point", "coordinates": [3.732, 51.048]}
    assert by_name["Hulp"]["properties"]["spoken_languages"] == ["ar", "en", "nl"]
    assert by_name["Kaal"]["geometry"] is None


def test_a_file_is_written_where_one_is_named(tmp_path) -> None:
    whole_service()
    exported("csv", "--output", str(tmp_path / "services.csv"))
    written = (tmp_path / "services.csv").read_bytes().decode()
    assert written == exported("csv")


@pytest.mark.parametrize("path", [OWN, *([STANDARD] if STANDARD.exists() else [])])
def test_every_service_passes_the_schema(path: Path) -> None:
    whole_service()
    bare_service()
    schema = json.loads(path.read_text())
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    for service in json.loads(exported("hsds"))["contents"]:
        assert [str(error) for error in validator.iter_errors(service)] == []

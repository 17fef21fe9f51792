"""Nothing that is wrong gets in, and nothing half."""

import copy
import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook

from rotonde.organisations.models import Organisation
from services.exchange.applying import apply
from services.exchange.planning import Plan, plan
from services.models import Place, Service
from tests.services.exchange.whole import whole_service

pytestmark = pytest.mark.django_db

HEAD = "slug,organisation_slug,organisation_name,organisation_kind,name_en,themes,"
HEAD += "channel_kind,place_slug,place_name,place_latitude,place_longitude,place_municipality,"
HEAD += "languages,hours_monday,phone"
GOOD = {
    "slug": "aid",
    "organisation_slug": "aiders",
    "organisation_name": "Aiders",
    "organisation_kind": "public",
    "name_en": "Aid",
    "themes": "",
    "channel_kind": "desk",
    "place_slug": "hall",
    "place_name": "Hall",
    "place_latitude": "51.05",
    "place_longitude": "3.72",
    "place_municipality": "",
    "languages": "nl; ti basic",
    "hours_monday": "9-12:30",
    "phone": "",
}


def table(*rows: dict[str, str]) -> bytes:
    lines = [HEAD]
    for row in rows:
        cells = ({**GOOD, **row}[name].replace('"', '""') for name in HEAD.split(","))
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\r\n".join(lines).encode()


def done(content: bytes, name: str = "aid.csv") -> Plan:
    return apply(plan(content, name=name), at=timezone.now())


def nothing_entered() -> bool:
    return not (Service.objects.exists() or Organisation.objects.exists() or Place.objects.exists())


def test_a_row_that_is_right_enters_whole() -> None:
    assert done(table({})).counts["added"] == 1
    service = Service.objects.get(slug="aid")
    (channel,) = service.channels.all()
    assert channel.place.latitude == 51.05
    assert channel.spoken_languages == ["nl", "ti"]
    assert channel.schedules.get().hours.get().closes_at.isoformat() == "12:30:00"
    assert done(table({})).counts == {"added": 0, "changed": 0, "unchanged": 1, "refused": 0}


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("place_latitude", "100", "place_latitude"),
        ("place_latitude", "x", "place_latitude"),
        ("place_latitude", "nan", "place_latitude"),
        ("place_latitude", "", "place_latitude"),
        ("place_longitude", "181", "place_longitude"),
        ("languages", "nl; xx", "channel_1_languages"),
        ("languages", "NL", "channel_1_languages"),
        ("languages", "nl tue 14:00-24:30", "channel_1_languages"),
        ("languages", "nl tue 16:00-14:00", "channel_1_languages"),
        ("languages", "nl; nl", "channel_1_languages"),
        ("languages", "nl sometimes", "languages"),
        ("hours_monday", "9-24:30", "hours_monday"),
        ("hours_monday", "17:00-9:00", "hours_monday"),
        ("hours_monday", "always", "hours_monday"),
        ("name_en", "", "name_en"),
        ("name_en", "x" * 161, "name_en"),
        ("name_en", "nul\0", "en"),
        ("slug", "nul\0", "slug"),
        ("organisation_slug", "nul\0", "slug"),
        ("place_slug", "nul\0", "slug"),
        ("phone", "0" * 41, "phone"),
        ("themes", "magic", "themes"),
        ("place_municipality", "99999", "place_municipality"),
        ("organisation_kind", "secret", "organisation_kind"),
        ("organisation_name", "", "organisation_name"),
        ("channel_kind", "pigeon", "channel_1_kind"),
        ("place_slug", "no good", "place_slug"),
    ],
)
def test_what_is_wrong_is_refused_with_row_and_field(field: str, wrong: str, told: str) -> None:
    found = done(table({field: wrong}))
    (step,) = found.refused
    assert step.row == "2"
    assert told in {fault.field for fault in step.faults}
    assert all(fault.why for fault in step.faults)
    assert nothing_entered()


def test_swapped_coordinates_are_refused_and_far_ones_shown_to_an_editor() -> None:
    swapped = {"place_latitude": "3.72", "place_longitude": "51.05"}
    (step,) = done(table(swapped)).refused
    assert step.faults[0].why == "Latitude and longitude are swapped."
    far = {"place_latitude": "48.85", "place_longitude": "2.35"}
    assert done(table(far)).counts["added"] == 1
    assert Place.objects.get().outside_area is True
    over_the_border = {"slug": "nl", "place_slug": "terneuzen"}
    over_the_border |= {"place_latitude": "51.33", "place_longitude": "3.83"}
    assert done(table(over_the_border)).counts["added"] == 1
    assert Place.objects.get(slug="terneuzen").outside_area is False


def test_a_service_told_twice_is_refused_the_second_time() -> None:
    found = done(table({}, {"name_en": "Other"}))
    assert [(step.row, step.outcome) for step in found.steps] == [("2", "added"), ("3", "refused")]
    assert found.refused[0].faults[0].field == "id"
    assert Service.objects.get().name_en == "Aid"


def test_two_rows_that_contradict_each_other_about_a_place() -> None:
    found = done(table({}, {"slug": "other", "place_name": "Barn"}))
    assert [(step.row, step.faults[0].field) for step in found.refused] == [("3", "place_slug")]


def test_one_wrong_row_keeps_no_other_out() -> None:
    found = done(table({"slug": "bad", "languages": "xx"}, {"slug": "good"}))
    assert found.counts == {"added": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert [service.slug for service in Service.objects.all()] == ["good"]


def test_the_address_of_a_published_service_stays() -> None:
    done(table({}))
    service = Service.objects.get()
    (step,) = done(f"id,slug\n{service.public_id},moved\n".encode()).refused
    assert step.faults[0].field == "slug"


@pytest.mark.parametrize(
    ("content", "name", "field"),
    [
        (b"\xff\xfe", "a.csv", ""),
        (b"id,colour\n1,red\n", "a.csv", "colour"),
        (b"id,id\n1,1\n", "a.csv", "id"),
        (b"name_en\nAid\n", "a.csv", "id"),
        (b"", "a.csv", ""),
        (b"{", "a.json", ""),
        (b'{"contents": 1}', "a.json", ""),
        (b'[{"id": NaN}]', "a.json", ""),
        (b"[" * 100_000, "a.json", ""),
        (b"PK", "a.xlsx", ""),
        (b"%PDF", "a.pdf", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_one_refusal(content: bytes, name: str, field: str) -> None:
    found = done(content, name)
    (step,) = found.refused
    assert step.faults[0].field == field
    assert step.faults[0].why


def test_a_sheet_of_excel_is_read_and_its_formulas_are_not() -> None:
    book = Workbook()
    names = HEAD.split(",")
    book.active.append([*names, "checked_on"])
    values = [GOOD[name] for name in names]
    values[names.index("place_latitude")], values[names.index("place_longitude")] = 51.05, 3.72
    book.active.append([*values, date(2026, 11, 1)])
    assert done(saved(book), "aid.xlsx").counts["added"] == 1
    assert Service.objects.get().checked_on == date(2026, 11, 1)
    book.active.cell(2, 1).value = '=HYPERLINK("http://x")'
    (step,) = done(saved(book), "aid.xlsx").refused
    assert (step.row, step.faults[0].field) == ("2", "A")


def saved(book: Workbook) -> bytes:
    book.save(file := io.BytesIO())
    return file.getvalue()


def exported() -> dict:
    call_command("export_services", stdout=(out := io.StringIO()))
    return json.loads(out.getvalue())


def _at(service: dict) -> dict:
    return service["service_at_locations"][0]


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (lambda s: _at(s)["location"].update(latitude=100), "place_latitude"),
        (lambda s: _at(s)["location"].update(latitude=3.7, longitude=51.0), "place_latitude"),
        (
            lambda s: _at(s)["location"].update(latitude="51"),
            "service_at_locations[0].location.latitude",
        ),
        (lambda s: _at(s)["location"]["x_rotonde"].update(municipality="1"), "place_municipality"),
        (lambda s: s["languages"][0].update(code="xx"), "channel_1_languages"),
        (lambda s: _at(s)["schedules"][-1].update(closes_at="24:30"), "channel_1_hours"),
        (lambda s: _at(s)["schedules"][-1].update(closes_at="08:00"), "channel_1_hours"),
        (lambda s: _at(s)["schedules"][-1].update(freq="MONTHLY"), None),
        (lambda s: s.update(name="x" * 161), "name_en"),
        (lambda s: s.update(name=["x"]), "name"),
        (lambda s: s.update(description="\0"), "en"),
        (lambda s: s.update(description="\ud800"), "en"),
        (lambda s: s["x_rotonde"].update(public_id="\ud800"), "public_id"),
        (lambda s: s.update(assured_date="2026-02-30"), "checked_on"),
        (lambda s: s.update(assured_date=20260230), "assured_date"),
        (lambda s: _at(s)["schedules"][0].update(valid_from="soon"), None),
        (lambda s: _at(s)["schedules"][0]["x_rotonde"].update(priority=10**9), None),
        (lambda s: s["languages"][0]["x_rotonde"].update(weekday=9), None),
        (lambda s: s["languages"][0]["x_rotonde"].update(channel=7), None),
        (lambda s: s.update(email="nobody"), "email"),
        (lambda s: s["attributes"][0]["taxonomy_term"].update(code="magic"), "themes"),
        (lambda s: s["organization"]["x_rotonde"].update(kind="secret"), "organisation_kind"),
        (lambda s: s["x_rotonde"]["translations"]["name"].update(xx="x"), "name_xx"),
        (lambda s: s["x_rotonde"].update(channels="x"), "x_rotonde.channels"),
        (lambda s: s.update(x_rotonde=[]), "x_rotonde"),
    ],
)
def test_hsds_that_is_wrong_is_refused_and_changes_nothing(spoil, field: str | None) -> None:
    whole_service()
    before = exported()
    told = copy.deepcopy(before)
    spoil(told["contents"][0])
    (step,) = done(json.dumps(told).encode(), "all.json").refused
    assert field is None or field in {fault.field for fault in step.faults}
    assert exported() == before


def test_the_command_tells_what_it_did_and_fails_when_anything_was_refused(tmp_path) -> None:
    path = tmp_path / "aid.csv"
    path.write_bytes(table({}, {"slug": "bad", "place_slug": "bad", "place_latitude": "100"}))
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_services", str(path), "--dry-run", stdout=out, stderr=err)
    assert left.value.code == 1
    assert nothing_entered()
    with pytest.raises(SystemExit):
        call_command("import_services", str(path), stdout=out, stderr=err)
    assert Service.objects.get().slug == "aid"
    assert out.getvalue().splitlines()[-1] == "1 added, 0 changed, 0 unchanged, 1 refused"
    assert f"{path}: row 3: place_latitude: A latitude lies" in err.getvalue()
    path.write_bytes(table({}))
    call_command("import_services", str(path), stdout=out, stderr=err)


def test_a_service_of_another_portal_is_the_same_service_the_second_time() -> None:
    told = {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Counselling",
        "description": "Somebody listens.",
        "status": "active",
        "organization": {
            "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
            "name": "Listeners",
            "x_rotonde": {"kind": "non-profit"},
        },
        "phones": [{"id": "1554f2e2-a373-45db-a3fa-9fc48a61c15e", "number": "+32 9 1"}],
        "languages": [{"id": "2989d3ed-c547-48f8-8f9d-432d81c7892e", "code": "ur"}],
        "schedules": [{"byday": "TH,FR", "opens_at": "10:00:00", "closes_at": "18:00:00"}],
    }
    for outcome in ("added", "unchanged"):
        assert done(json.dumps([told]).encode(), "a.json").counts[outcome] == 1
    service = Service.objects.get()
    assert (service.slug, service.summary_en) == ("counselling", "Somebody listens.")
    (channel,) = service.channels.all()
    assert (channel.kind, channel.spoken_languages) == ("phone", ["ur"])
    assert channel.schedules.get().hours.count() == 2


def _paths(value, way=()):
    yield way
    pairs = value.items() if isinstance(value, dict) else ()
    for name, each in enumerate(value) if isinstance(value, list) else pairs:
        yield from _paths(each, (*way, name))


@pytest.mark.parametrize("wrong", [None, 7, "\0", [], {}, [[]], "24:30", -1e99, True])
def test_whatever_stands_anywhere_in_a_file_nothing_breaks(wrong) -> None:
    whole_service()
    before = exported()
    told = before["contents"][0]
    for way in list(_paths({"contents": told, "x_rotonde": before["x_rotonde"]}))[1::3]:
        spoilt = copy.deepcopy({"contents": told, "x_rotonde": before["x_rotonde"]})
        at = spoilt
        for name in way[:-1]:
            at = at[name]
        at[way[-1]] = wrong
        if isinstance(spoilt["contents"], dict):
            spoilt["contents"] = [spoilt["contents"]]
        found = plan(json.dumps(spoilt).encode(), name="spoilt.json")
        assert len(found.steps) <= 1, way

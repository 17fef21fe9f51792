import json
from datetime import UTC, datetime

import jsonschema_rs
import pytest

from services.catalogue import index_services, save_service
from services.exchange.planning import plan
from services.models import Service
from tests.factories.services import PlaceFactory, ServiceFactory, ThemeFactory, desk
from tests.services.exchange.test_documents import OWN, STANDARD
from tests.services.exchange.whole import bare_service, whole_service

pytestmark = pytest.mark.django_db

LONG_AGO, LATELY = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)


def get(client, path: str, **query) -> dict:
    response = client.get(f"/hsds/{path}", query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def changed(service: Service, at: datetime) -> Service:
    return save_service(service=service, at=at)


def test_the_root_tells_version_and_openapi(client) -> None:
    told = get(client, "")
    assert told["version"] == "3.0"
    assert json.loads(client.get(told["openapi_url"]).content)["openapi"]


def test_services_come_by_the_page(client) -> None:
    for number in range(3):
        desk(f"s{number}")
    first = get(client, "services", per_page="2")
    assert {name: first[name] for name in first if name != "contents"} == {
        "total_items": 3,
        "total_pages": 2,
        "page_number": 1,
        "size": 2,
        "first_page": True,
        "last_page": False,
        "empty": False,
    }
    rest = get(client, "services", per_page="2", page="2")
    ids = [each["id"] for page in (first, rest) for each in page["contents"]]
    assert len(set(ids)) == 3
    assert "service_at_locations" not in first["contents"][0]
    assert "organization" in first["contents"][0]


def test_a_service_is_found_by_its_uuid_and_by_its_public_id(client) -> None:
    service = whole_service()
    bare_service()
    index_services()
    (short,) = get(client, "services", search="zuid")["contents"]
    full = get(client, f"services/{short['id']}")
    assert full == get(client, f"services/{service.public_id}")
    assert full["service_at_locations"][0]["location"]["name"] == "De Zuid"
    assert full["last_modified"]


@pytest.mark.parametrize(
    "path", ["organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]
)
def test_whatever_a_list_names_can_be_opened(client, path: str) -> None:
    whole_service()
    bare_service()
    contents = get(client, path)["contents"]
    assert contents
    for each in contents:
        opened = get(client, f"{path}/{each['id']}")
        assert opened["id"] == each["id"]
        assert opened.get("name") == each.get("name")


def test_hidden_services_and_their_organizations_are_not_there(client) -> None:
    service = ServiceFactory(state="hidden", channels=[{"place": PlaceFactory()}])
    for path in ("services", "organizations", "service_at_locations"):
        assert get(client, path)["empty"] is True
    assert client.get(f"/hsds/services/{service.public_id}").status_code == 404


def test_who_asks_what_changed_is_told_of_those_that_went(client) -> None:
    changed(ServiceFactory(slug="old"), LONG_AGO)
    fresh = changed(ServiceFactory(slug="fresh"), LATELY)
    hidden = ServiceFactory(slug="hidden", name_en="Secret", state="hidden")
    changed(hidden, LATELY)
    gone = changed(ServiceFactory(slug="gone"), LONG_AGO)
    Service.objects.filter(pk=gone.pk).delete()
    found = get(client, "services", updated_since="2026-10-01T00:00:00+02:00")
    assert found["total_items"] == 3
    told = {each["x_rotonde"]["public_id"]: each for each in found["contents"]}
    assert told[fresh.public_id]["status"] == "active"
    for public_id in (hidden.public_id, gone.public_id):
        assert told[public_id]["status"] == "defunct"
        assert told[public_id]["x_rotonde"]["removed"] is True
        assert told[public_id]["name"] == ""


def test_whoever_came_back_is_no_longer_a_tombstone(client) -> None:
    gone = changed(ServiceFactory(slug="back"), LONG_AGO)
    gone.delete()
    back = changed(ServiceFactory(slug="back"), LATELY)
    (told,) = get(client, "services", modified_after="2026-01-01")["contents"]
    assert told["x_rotonde"]["public_id"] == back.public_id
    assert told["status"] == "active"


def test_services_of_a_theme_and_of_an_organization(client) -> None:
    housing = ThemeFactory(slug="housing")
    one = ServiceFactory(slug="one", themes=[housing])
    ServiceFactory(slug="two")
    terms = {each["code"]: each["id"] for each in get(client, "taxonomy_terms")["contents"]}
    organisations = {e["name"]: e["id"] for e in get(client, "organizations")["contents"]}
    for query in (
        {"taxonomy_term_id": terms["housing"]},
        {"organization_id": organisations[one.organisation.name]},
    ):
        (found,) = get(client, "services", minimal="true", **query)["contents"]
        assert found["name"] == one.name_en
        assert set(found) == {"id", "name", "status", "last_modified"}


def test_who_has_it_already_gets_304(client) -> None:
    service = desk("only")
    first = client.get("/hsds/services")
    assert "max-age" in first["Cache-Control"]
    seen = {"If-None-Match": first["ETag"]}
    assert client.get("/hsds/services", headers=seen).status_code == 304
    service.name_en = "Other"
    changed(service, LATELY)
    assert client.get("/hsds/services", headers=seen).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services?page=2", 422),
        ("services?page=x", 422),
        ("services?per_page=101", 422),
        ("services?updated_since=yesterday", 422),
        ("services?updated_since=2026-13-40", 422),
        ("services?updated_since=0001-01-01T00:00:00%2B23:59", 422),
        ("services?updated_since=9999-12-31T23:59:59-23:59", 422),
        ("services/nope", 404),
        ("services/00000000-0000-0000-0000-000000000000", 404),
        ("organizations/nope", 404),
        ("taxonomy_terms/nope", 404),
    ],
)
def test_what_cannot_be_understood_is_told_so(client, path: str, status: int) -> None:
    desk("only")
    response = client.get(f"/hsds/{path}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_queries_do_not_grow_with_the_services(client, django_assert_max_num_queries) -> None:
    for number in range(12):
        desk(f"s{number}")
    with django_assert_max_num_queries(14):
        get(client, "services", full="true")


def test_the_answers_can_be_read_back_in_full_and_never_by_half(client) -> None:
    whole_service()
    full = client.get("/hsds/services", {"full": "true"}).content
    assert plan(full, name="full.json").counts["unchanged"] == 1
    short = client.get("/hsds/services").content
    assert plan(short, name="short.json").counts["refused"] == 1


@pytest.mark.parametrize("path", [OWN, *([STANDARD] if STANDARD.exists() else [])])
def test_answers_and_tombstones_pass_the_schema(client, path) -> None:
    whole_service()
    ServiceFactory(slug="gone").delete()
    validator = jsonschema_rs.Draft202012Validator(
        json.loads(path.read_text()), validate_formats=True
    )
    contents = get(client, "services", updated_since="2020-01-01", full="true")["contents"]
    assert len(contents) == 2
    for each in contents:
        assert [str(error) for error in validator.iter_errors(each)] == []

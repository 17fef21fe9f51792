import json

import pytest

from tests.factories.region import MunicipalityFactory
from tests.factories.services import PlaceFactory, ServiceFactory, ThemeFactory, desk

pytestmark = pytest.mark.django_db

BOX = "3.70,51.03,3.75,51.07"


def get(client, path: str, **query) -> dict:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def problem(client, path: str, **query) -> tuple[int, str]:
    response = client.get(f"/api/v1/{path}", query)
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["status"] == response.status_code
    assert body["title"]
    return response.status_code, body.get("field", "")


def test_services_are_paged_with_the_language_of_every_text(client) -> None:
    theme = ThemeFactory(slug="housing", name_nl="Wonen")
    for number in range(21):
        desk(f"s{number:02}", name_en=f"English {number}", name_nl=None, themes=[theme])
    found = get(client, "services", lang="nl", theme="housing")
    assert found["count"] == 21
    assert found["previous"] is None
    assert len(found["results"]) == 20
    assert found["results"][0]["name"] == {
        "text": "English 0",
        "content_language": "en",
        "requested_language": "nl",
        "translation": "missing",
    }
    assert found["results"][0]["themes"][0]["name"]["translation"] == "human"
    rest = json.loads(client.get(found["next"]).content)
    assert [each["name"]["text"] for each in rest["results"]] == ["English 20"]
    assert rest["next"] is None
    assert "page=1" in rest["previous"]


def test_one_service_with_its_channels(client) -> None:
    town = MunicipalityFactory(nis_code="44021")
    place = PlaceFactory(municipality=town, coordinates_approximate=True)
    service = ServiceFactory(channels=[{"place": place, "spoken_languages": ["nl", "ti"]}])
    found = get(client, f"services/{service.public_id}", lang="ar")
    assert found["id"] == service.public_id
    assert found["url"].endswith(f"/ar/services/{service.slug}-{service.public_id}/")
    (channel,) = found["channels"]
    assert channel["kind"] == "desk"
    assert channel["spoken_languages"] == ["nl", "ti"]
    assert channel["place"]["municipality"] == "44021"
    assert channel["place"]["coordinates_approximate"] is True
    assert found["verified"] is False


def test_the_map_speaks_geojson_and_adds_up_to_the_list(client) -> None:
    place = PlaceFactory()
    for _ in range(3):
        ServiceFactory(channels=[{"place": place}])
    desk("lonely", name_en="Lonely", latitude=51.06, longitude=3.71)
    ServiceFactory(channels=[{}])
    found = get(client, "map", bbox=BOX, zoom="13")
    assert found["type"] == "FeatureCollection"
    assert found["meta"] == {"services": 4, "points": 4, "without_place": 1}
    counts = {feature["properties"]["count"]: feature for feature in found["features"]}
    assert set(counts) == {1, 3}
    assert counts[3]["properties"]["label"] == f"3 services at {place.name}"
    single = counts[1]
    assert single["geometry"]["type"] == "Point"
    assert single["properties"]["name"] == "Lonely"
    assert single["properties"]["kind"] == "public"
    assert single["properties"]["url"].startswith("/en/services/lonely-")
    assert get(client, "services", bbox=BOX)["count"] == found["meta"]["services"]


def test_the_map_names_a_single_point_in_the_asked_language(client) -> None:
    desk("lonely", name_en="Lonely", name_nl="Alleen", latitude=51.06, longitude=3.71)
    (dutch,) = get(client, "map", bbox=BOX, zoom="13", lang="nl")["features"]
    (arabic,) = get(client, "map", bbox=BOX, zoom="13", lang="ar")["features"]
    assert (dutch["properties"]["name"], dutch["properties"]["content_language"]) == (
        "Alleen",
        "nl",
    )
    assert (arabic["properties"]["name"], arabic["properties"]["content_language"]) == (
        "Lonely",
        "en",
    )
    assert dutch["geometry"] == arabic["geometry"]


def test_who_has_the_map_already_gets_304(client) -> None:
    desk("lonely", latitude=51.06, longitude=3.71)
    query = {"bbox": BOX, "zoom": "13"}
    first = client.get("/api/v1/map", query)
    assert "max-age" in first["Cache-Control"]
    again = client.get("/api/v1/map", query, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    desk("second", latitude=51.04, longitude=3.74)
    changed = client.get("/api/v1/map", query, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("services", {"theme": "nope"}, "theme"),
        ("services", {"kind": "nope"}, "kind"),
        ("services", {"language": "xx1"}, "language"),
        ("services", {"municipality": "0"}, "municipality"),
        ("services", {"q": "?"}, "q"),
        ("services", {"page": "0"}, "page"),
        ("services", {"page": "2"}, "page"),
        ("services", {"page": "9" * 40}, "page"),
        ("services", {"lang": "zz"}, "lang"),
        ("services", {"bbox": "4,51,3,52"}, "bbox"),
        ("map", {"zoom": "10"}, "bbox"),
        ("map", {"bbox": "3,50,4,190", "zoom": "10"}, "bbox"),
        ("map", {"bbox": "nan,50,4,51", "zoom": "10"}, "bbox"),
        ("map", {"bbox": "170,50,-170,51", "zoom": "10"}, "bbox"),
        ("map", {"bbox": BOX}, "zoom"),
        ("map", {"bbox": BOX, "zoom": "23"}, "zoom"),
        ("map", {"bbox": BOX, "zoom": "-1"}, "zoom"),
        ("map", {"bbox": BOX, "zoom": "x"}, "zoom"),
        ("map", {"bbox": BOX, "zoom": "10", "theme": "nope"}, "theme"),
        ("services/abcdefgh", {"lang": "zz"}, "lang"),
        ("themes", {"lang": "zz"}, "lang"),
        ("municipalities", {"lang": "zz"}, "lang"),
    ],
)
def test_what_is_wrong_is_named(client, path, query, field) -> None:
    assert problem(client, path, **query) == (422, field)


def test_a_problem_is_told_in_the_asked_language(client) -> None:
    told = client.get("/api/v1/services", {"theme": "nope", "lang": "nl"})
    assert told["Content-Language"] == "nl"


def test_unknown_service_is_not_found(client) -> None:
    assert problem(client, "services/abcdefgh")[0] == 404
    hidden = ServiceFactory(state="hidden")
    assert problem(client, f"services/{hidden.public_id}")[0] == 404


def test_towns_for_a_map_without_a_background(client) -> None:
    MunicipalityFactory(slug="gent", name_nl="Gent", name_fr="Gand")
    (town,) = get(client, "municipalities", lang="fr")["results"]
    assert town["name"]["text"] == "Gand"
    assert (town["latitude"], town["longitude"]) == (51.05, 3.72)
    assert town["url"].endswith("/fr/municipalities/gent/")


def test_themes_with_counts(client) -> None:
    life = ThemeFactory(slug="life", position=1)
    desk("flat", themes=[ThemeFactory(slug="housing", parent=life, position=2)])
    found = get(client, "themes")["results"]
    assert [(each["slug"], each["parent"], each["services"]) for each in found] == [
        ("life", None, 1),
        ("housing", "life", 1),
    ]


def test_queries_do_not_grow_with_rows(client, django_assert_max_num_queries) -> None:
    desk("s0", themes=[ThemeFactory(parent=ThemeFactory())])
    client.get("/api/v1/services")  # the catalogue is read after each change
    with django_assert_max_num_queries(10) as one:
        client.get("/api/v1/services")
    for number in range(1, 4):
        desk(f"s{number}", themes=[ThemeFactory(parent=ThemeFactory())])
    client.get("/api/v1/services")
    with django_assert_max_num_queries(10) as four:
        client.get("/api/v1/services")
    assert len(one) == len(four)

"""The API: availability, holds, visits; what is wrong is named, nothing ever breaks."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from permits.models import Visit
from tests.factories.centers import World, open_center

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
API = "/api/v1/"
ADULT = {"kind": "adult", "procedures": ["registration", "residence-permit"]}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> World:
    return open_center(at=NOW)


@pytest.fixture
def program() -> Client:
    """A program that checks tokens nowhere and keeps no cookies, on a server that checks them."""
    return Client(enforce_csrf_checks=True)


def ask(program, path="availability", **query):
    return program.get(API + path, {"center": "gent", **query})


def post(program, path, body):
    data = body if isinstance(body, bytes) else json.dumps(body)
    return program.post(API + path, data, content_type="application/json")


def hold(program, start, **changes):
    body = {"center": "gent", "start": start.isoformat(), "people": [ADULT], **changes}
    return post(program, "holds", body)


def confirm(program, code, **changes):
    body = {"name": "Ada", "email": "ada@example.org", **changes}
    return post(program, f"holds/{code}/confirm", body)


def assert_problem(response, status, field=None):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    if field is not None:
        assert problem["field"] == field
    return problem


def test_centers_say_for_whom_they_act(program, world):
    answer = program.get(API + "centers", {"lang": "ar"}).json()
    assert answer["count"] == 1
    center = answer["results"][0]
    assert center["code"] == "gent"
    assert center["name"] == {
        "text": "مركز غنت",
        "content_language": "ar",
        "requested_language": "ar",
        "translation": "human",
    }
    assert {agency["kind"] for agency in center["agencies"]} == {"municipal", "federal"}
    assert center["agencies"][0]["municipalities"] == ["44021", "44087"]


def test_procedures_have_their_dutch_name_and_an_honest_language(program, world):
    results = program.get(API + "procedures", {"lang": "tr"}).json()["results"]
    permit = next(one for one in results if one["code"] == "residence-permit")
    assert permit["official_name"] == "Verblijfsvergunning"
    assert permit["follows"] == ["registration"]
    assert permit["minutes"] == 15
    assert permit["name"]["content_language"] == "en"
    assert permit["name"]["translation"] == "missing"


def test_lists_take_the_same_queries_for_one_and_many(
    program, world, django_assert_max_num_queries
):
    for path in ("centers", "procedures"):
        with django_assert_max_num_queries(8):
            assert program.get(API + path).status_code == 200


def test_availability_starts_at_the_door(program, world):
    answer = ask(program, person="adult:registration,residence-permit", days=2).json()
    first = answer["starts"][0]
    assert first["start"] == "2027-03-02T08:50:00+01:00"
    assert [step["agency"] for step in first["steps"]] == ["municipal", "federal"]
    assert first["steps"][0]["start"] == "2027-03-02T09:00:00+01:00"
    assert first["end"] == first["steps"][-1]["end"] == "2027-03-02T09:40:00+01:00"


def test_availability_of_a_family_names_each_person(program, world):
    query = ["adult:registration,residence-permit", "child:residence-permit"]
    steps = ask(program, person=query).json()["starts"][0]["steps"]
    assert {(step["person"], step["procedure"]) for step in steps} == {
        (0, "registration"),
        (0, "residence-permit"),
        (1, "residence-permit"),
    }


def test_availability_is_not_sent_twice(program, world):
    first = ask(program, person="adult:registration")
    etag = first["ETag"]
    assert etag == f'"{first.json()["version"]}"'
    query = {"center": "gent", "person": "adult:registration"}
    again = program.get(API + "availability", query, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert not again.content
    hold(program, world.at(0, 9))
    assert (
        program.get(API + "availability", query, headers={"If-None-Match": etag}).status_code == 200
    )


def test_availability_reads_few_rows_whatever_the_days(
    program, world, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):  # the center, and four of the timetable
        ask(program, person="adult:registration,residence-permit", days=60)


def test_where_nobody_may_act_the_municipality_is_linked(program, world):
    problem = assert_problem(
        ask(program, person="adult:registration", municipality="45041"), 422, "municipality"
    )
    assert problem["url"].endswith(world.ronse.get_absolute_url())


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "person"),
        ({"person": "adult:registration", "center": "atlantis"}, "center"),
        ({"person": "adult:registration", "center": "x" * 5000}, "center"),
        ({"person": "dog:registration"}, "person"),
        ({"person": "adult"}, "person"),
        ({"person": "adult:"}, "person"),
        ({"person": "adult:nothing"}, "person"),
        ({"person": ["adult:registration"] * 9}, "person"),
        ({"person": ["adult:registration"] * 90}, "person"),
        ({"person": "adult:registration", "municipality": "99999"}, "municipality"),
        ({"person": "adult:registration", "municipality": "Gent"}, "municipality"),
        ({"person": "adult:registration", "days": "0"}, "days"),
        ({"person": "adult:registration", "days": "61"}, "days"),
        ({"person": "adult:registration", "days": "9" * 400}, "days"),
        ({"person": "adult:registration", "from": "2027-02-30"}, "from"),
        ({"person": "adult:registration", "lang": "tlh"}, "lang"),
    ],
)
def test_a_question_that_cannot_be_understood_names_the_field(program, world, query, field):
    assert_problem(ask(program, **query), 422, field)


def test_a_problem_is_told_in_the_language_asked_for(program, world):
    assert ask(program, person="adult:nothing", lang="en")["Content-Language"] == "en"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_out_of_reach_are_empty_or_clipped(program, world, day):
    assert ask(program, person="adult:registration", **{"from": day}).status_code == 200


def test_hold_confirm_and_the_same_again(program, world):
    held = hold(program, world.at(0, 9), municipality="44087")
    assert held.status_code == 201
    assert not held.cookies
    assert held.json()["expires_at"].startswith("2027-03-01T09:10:00")
    code = held.json()["code"]
    first, again = confirm(program, code, language="ar"), confirm(program, code)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    visit = first.json()
    assert visit["code"] == code
    assert visit["state"] == "booked"
    assert visit["municipality"] == "44087"
    assert visit["people"] == [{"name": "Ada", **ADULT}]
    assert f"/ar/appointments/v/{code}/" in visit["url"]


def test_each_person_can_be_named(program, world):
    code = hold(program, world.at(0, 9), people=[ADULT, ADULT]).json()["code"]
    assert_problem(confirm(program, code, people=[{"name": "Ada"}]), 422, "people")
    named = confirm(program, code, people=[{"name": "Ada"}, {"name": "Bo"}]).json()
    assert [person["name"] for person in named["people"]] == ["Ada", "Bo"]


def test_a_taken_start_comes_with_the_nearest(program, world):
    start = world.at(0, 9)
    hold(program, start)
    problem = assert_problem(hold(program, start), 409, "start")
    assert len(problem["nearest"]) == 6
    nearest = datetime.fromisoformat(problem["nearest"][0]["start"])
    assert hold(program, nearest).status_code == 201


def first(program, **changes):
    body = {"center": "gent", "start": "first", "people": [ADULT], **changes}
    return post(program, "holds", body)


def test_the_first_free_time_is_held_without_looking_first(program, world):
    starts = [first(program, **{"from": "2027-03-02", "days": 2}).json()["start"] for _ in "abc"]
    assert starts[0] == "2027-03-02T08:50:00+01:00"
    assert starts == sorted(set(starts))


def test_the_first_free_time_is_looked_for_from_today_on(program, world):
    earliest = ask(program, person="adult:registration,residence-permit").json()["starts"][0]
    assert first(program).json()["start"] == earliest["start"]


def test_where_the_days_asked_for_are_full_others_are_named(program, world, settings):
    settings.HOLDS_OPEN_PER_ADDRESS = settings.HOLDS_PER_ADDRESS_PER_HOUR = 1_000
    settings.HOLDS_PER_ADDRESS_PER_DAY = settings.PRESSURE_HOLDS_PER_BLOCK = 1_000
    day = {"from": "2027-03-02", "days": 1}
    while (answer := first(program, **day)).status_code == 201:
        assert answer.json()["start"].startswith("2027-03-02")
    problem = assert_problem(answer, 409, "start")
    assert len(problem["nearest"]) == 6
    assert problem["nearest"][0]["start"] == "2027-03-03T08:50:00+01:00"


@pytest.mark.parametrize(
    ("days", "field"),
    [({"from": "2027-02-30"}, "from"), ({"days": 0}, "days"), ({"days": 61}, "days")],
)
def test_days_that_cannot_be_understood_name_the_field(program, world, days, field):
    assert assert_problem(first(program, **days), 422)["field"] == field
    assert not Visit.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_time_of_days_out_of_reach_is_refused(program, world, day):
    assert assert_problem(first(program, **{"from": day, "days": 60}), 409, "start")["nearest"]


def test_an_expired_hold_is_gone(program, world, clock):
    code = hold(program, world.at(0, 9)).json()["code"]
    clock.shift(timedelta(minutes=11))
    assert_problem(confirm(program, code), 410)


def test_a_hold_given_back_is_free_and_gone(program, world):
    code = hold(program, world.at(0, 9)).json()["code"]
    for _twice in range(2):
        assert program.delete(f"{API}holds/{code}").status_code == 204
    assert_problem(confirm(program, code), 410)
    assert hold(program, world.at(0, 9)).status_code == 201


def test_a_visit_is_not_given_back_like_a_hold(program, world):
    code = hold(program, world.at(0, 9)).json()["code"]
    confirm(program, code)
    assert_problem(program.delete(f"{API}holds/{code}"), 409)
    assert Visit.objects.get(code=code).state == "booked"


def test_an_unknown_code_is_not_found(program, world):
    assert_problem(confirm(program, "A" * 22), 404)
    assert_problem(confirm(program, "A" * 2000), 404)
    assert_problem(program.delete(f"{API}holds/nobody"), 404)


def test_limits_answer_429(program, world, settings):
    settings.HOLDS_OPEN_PER_ADDRESS = 1
    code = hold(program, world.at(0, 9)).json()["code"]
    assert_problem(hold(program, world.at(1, 9)), 429)
    settings.VISITS_PER_MAIL_PER_DAY = 1
    confirm(program, code)
    other = hold(program, world.at(1, 9)).json()["code"]
    assert_problem(confirm(program, other), 429, "email")


PEOPLE = [ADULT]
START = "2027-03-02T09:00:00+01:00"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"start": START, "people": PEOPLE}, "center"),
        ({"center": "atlantis", "start": START, "people": PEOPLE}, "center"),
        ({"center": "g\0ent", "start": START, "people": PEOPLE}, "center"),
        ({"center": "\ud800", "start": START, "people": PEOPLE}, "center"),
        ({"center": 7, "start": START, "people": PEOPLE}, "center"),
        ({"center": "gent", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": None, "people": PEOPLE}, "start"),
        ({"center": "gent", "start": "", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": "soon", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": "2027-03-02T09:00:00", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": "2027-03-02T09:01:00Z", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": "9999-12-31T23:55:00Z", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": "0001-01-01T00:00:00Z", "people": PEOPLE}, "start"),
        ({"center": "gent", "start": True, "people": PEOPLE}, "start"),
        ({"center": "gent", "start": START, "people": []}, "people"),
        ({"center": "gent", "start": START, "people": "adult"}, "people"),
        ({"center": "gent", "start": START, "people": PEOPLE * 9}, "people"),
        ({"center": "gent", "start": START, "people": [{"kind": "dog"}]}, "people.0.kind"),
        (
            {"center": "gent", "start": START, "people": [{"kind": "adult", "procedures": ["x"]}]},
            "people",
        ),
        (
            {"center": "gent", "start": START, "people": PEOPLE, "municipality": "99999"},
            "municipality",
        ),
        ({"center": "gent", "start": START, "people": PEOPLE, "language": "tlh"}, "language"),
    ],
)
def test_a_hold_that_cannot_be_understood_names_the_field(program, world, body, field):
    assert_problem(post(program, "holds", body), 422)
    assert post(program, "holds", body).json()["field"].endswith(field)
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \t"}, "name"),
        ({"name": "A\0da"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": None}, "name"),
        ({"email": "ada"}, "email"),
        ({"email": "ada@example.org\nBcc: all@example.org"}, "email"),
        ({"email": "a" * 300 + "@example.org"}, "email"),
        ({"language": "xx"}, "language"),
        ({"people": [{"name": "A\0"}]}, "people.0.name"),
    ],
)
def test_details_that_cannot_be_used_name_the_field(program, world, changes, field):
    code = hold(program, world.at(0, 9)).json()["code"]
    problem = assert_problem(confirm(program, code, **changes), 422)
    assert problem["field"].endswith(field)
    assert Visit.objects.get(code=code).state == "held"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b'"hold"', b"[" * 50_000]
)
def test_a_body_that_is_no_object_is_refused(program, world, body):
    response = post(program, "holds", body)
    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_an_oversized_body_is_refused(program, world):
    assert_problem(post(program, "holds", b'{"center": "' + b"x" * 1_200_000 + b'"}'), 413)


def test_the_description_lists_every_call(program, db):
    paths = program.get(API + "openapi.json").json()["paths"]
    calls = {path.removeprefix(API) for path in paths}
    assert {
        "centers",
        "procedures",
        "availability",
        "holds",
        "holds/{code}",
        "holds/{code}/confirm",
    } <= calls

"""The calendar for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rotonde.common.languages import CODES
from tests.factories.events import EventFactory, OccurrenceFactory, comes
from tests.factories.services import ThemeFactory

EVENTS = "/api/v1/events"


def test_a_page_of_dates(client, occurrence) -> None:
    comes(occurrence, adults=3)
    answer = client.get(EVENTS, {"lang": "nl"}).json()
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    (found,) = answer["results"]
    assert found["id"] == occurrence.event.public_id
    assert found["name"] == {
        "text": occurrence.event.name_nl,
        "content_language": "nl",
        "requested_language": "nl",
        "translation": "human",
    }
    assert found["description"]["translation"] == "missing"
    assert found["start"] == "2027-03-08T14:00:00+01:00"
    assert (found["capacity"], found["seats_left"], found["registration"]) == (10, 7, "open")
    assert found["place"]["postal_code"] == "9000"
    assert found["url"].endswith(f"/nl/events/{occurrence.event.slug}-{found['id']}/")


def test_one_event_with_its_dates(client, occurrence) -> None:
    OccurrenceFactory(event=occurrence.event, state="cancelled")
    answer = client.get(f"{EVENTS}/{occurrence.event.public_id}").json()
    assert answer["state"] == "published"
    assert sorted(date["state"] for date in answer["dates"]) == ["cancelled", "planned"]
    assert client.get(answer["dates"][0]["calendar"]).status_code == 200


@pytest.mark.parametrize("state", ["on-site", "online", "hybrid"])
def test_the_joining_link_is_never_told(client, db, clock, state: str) -> None:
    link = "https://meet.example.org/secret-room"
    date = OccurrenceFactory(event__attendance=state, event__joining_link=link)
    for path in (EVENTS, f"{EVENTS}/{date.event.public_id}"):
        response = client.get(path)
        assert response.status_code == 200
        assert b"secret-room" not in response.content


def test_the_filters_of_the_page(client, occurrence) -> None:
    OccurrenceFactory(event__kind="expo")
    assert client.get(EVENTS, {"kind": "expo"}).json()["count"] == 1
    assert client.get(EVENTS, {"from": "2027-03-09"}).json()["count"] == 0


def test_pages_lead_to_each_other(client, occurrence) -> None:
    for _ in range(30):
        OccurrenceFactory(event=occurrence.event)
    first = client.get(EVENTS, {"kind": "city-walk"}).json()
    assert (first["count"], len(first["results"])) == (31, 30)
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 1
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"kind": "rave"}, "kind"),
        ({"theme": "nope"}, "theme"),
        ({"from": "soon"}, "from"),
        ({"page": "2"}, "page"),
        ({"page": "-1"}, "page"),
        ({"lang": "xx"}, "lang"),
        ({"q": "!!!"}, "q"),
    ],
)
def test_what_is_not_understood_is_refused_by_its_field(client, occurrence, query, field) -> None:
    response = client.get(EVENTS, query)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["field"] == field


@pytest.mark.parametrize("state", ["draft", None])
def test_an_event_nobody_may_see(client, db, clock, state) -> None:
    public_id = EventFactory(state=state).public_id if state else "aaaaaaaa"
    assert client.get(f"{EVENTS}/{public_id}").status_code == 404


@pytest.mark.parametrize("language", CODES)
def test_the_number_of_queries_does_not_grow(client, occurrence, language: str) -> None:
    occurrence.event.themes.add(ThemeFactory(slug="zero"))

    def queries() -> int:
        client.get(EVENTS, {"lang": language})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(EVENTS, {"lang": language}).status_code == 200
        return len(captured)

    one = queries()
    for number in range(3):
        OccurrenceFactory(event__themes=[ThemeFactory(slug=f"t-{number}")])
    assert queries() == one

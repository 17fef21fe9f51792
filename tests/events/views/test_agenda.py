"""The list and the month: what is to come, by every filter, with bad input told."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.search import index_events
from rotonde.common.languages import CODES
from tests.factories.events import NOW, EventFactory, OccurrenceFactory
from tests.factories.region import MunicipalityFactory
from tests.factories.services import OrganisationFactory, PlaceFactory, ThemeFactory

LIST = "/en/events/"


def names(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [link.get_text(strip=True) for link in page.select(".event-card .card__link")]


@pytest.fixture
def calendar(db, clock):
    """A walk next week, a taster in two, both in their own town, theme, house and language."""
    people = ThemeFactory(slug="people", name_en="People")
    language = ThemeFactory(slug="language", name_en="Language", parent=ThemeFactory(slug="life"))
    OccurrenceFactory(
        event=EventFactory(
            slug="walk",
            name_en="Walk",
            themes=[people],
            place=PlaceFactory(municipality=MunicipalityFactory(slug="gent")),
            organisation=OrganisationFactory(slug="city"),
        )
    )
    OccurrenceFactory(
        starts_at=NOW + timedelta(days=15),
        event=EventFactory(
            slug="taster",
            name_en="Taster",
            kind="dutch-taster",
            name_nl="Proeverij",
            themes=[language],
            spoken_languages=["nl", "ar"],
            place=PlaceFactory(municipality=MunicipalityFactory(slug="aalst")),
            organisation=OrganisationFactory(slug="library"),
        ),
    )
    index_events()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Walk", "Taster"]),
        ({"kind": "dutch-taster"}, ["Taster"]),
        ({"theme": "people"}, ["Walk"]),
        ({"theme": "life"}, ["Taster"]),
        ({"language": "ar"}, ["Taster"]),
        ({"language": "pl"}, []),
        ({"organiser": "city"}, ["Walk"]),
        ({"municipality": "aalst"}, ["Taster"]),
        ({"q": "proever"}, ["Taster"]),
        ({"q": "walk"}, ["Walk"]),
        ({"q": "nowhere"}, []),
        ({"when": "week"}, []),
        ({"when": "month"}, ["Walk", "Taster"]),
        ({"from": "2027-03-08", "to": "2027-03-08"}, ["Walk"]),
        ({"from": "2027-03-09"}, ["Taster"]),
        ({"to": "2027-03-15"}, ["Walk"]),
        ({"theme": "people", "language": "ar"}, []),
    ],
)
def test_each_filter_narrows_the_list(client, calendar, query, found) -> None:
    response = client.get(LIST, query)
    assert response.status_code == 200
    assert names(response) == found


def test_what_is_over_comes_only_when_asked_for(client, db, clock) -> None:
    OccurrenceFactory(starts_at=NOW - timedelta(days=3), event__name_en="Last week")
    now_on = OccurrenceFactory(starts_at=NOW - timedelta(hours=1), event__name_en="Now on")
    assert names(client.get(LIST)) == [now_on.event.name_en]
    assert names(client.get(LIST, {"from": "2027-02-20"})) == ["Last week", "Now on"]


def test_drafts_are_not_shown_and_cancelled_dates_say_so(client, occurrence) -> None:
    OccurrenceFactory(event__state="draft", event__name_en="Draft")
    OccurrenceFactory(state="cancelled", event__name_en="Off")
    response = client.get(LIST)
    assert "Draft" not in names(response)
    assert "Off" in names(response)
    assert 'data-stage="cancelled"' in response.content.decode()


def test_days_are_local_days(client, db, clock) -> None:
    OccurrenceFactory(starts_at=datetime(2027, 3, 9, 23, 30, tzinfo=UTC))
    page = BeautifulSoup(client.get(LIST).content, "html.parser")
    assert [each["id"] for each in page.select(".agenda__date")] == ["day-2027-03-10"]


@pytest.mark.parametrize("language", CODES)
def test_list_and_month_in_every_language(client, calendar, language: str) -> None:
    assert client.get(f"/{language}/events/").status_code == 200
    assert client.get(f"/{language}/events/", {"view": "month"}).status_code == 200


@pytest.mark.parametrize("view", ["", "month"])
def test_what_was_looked_for_instead_is_told(client, calendar, view: str) -> None:
    index_events()
    asked = {"q": "tastre", "view": view, "month": "2027-03"}
    page = BeautifulSoup(client.get(LIST, asked).content, "html.parser")
    notice = page.select_one(".notice[role=status]")
    assert "We looked for taster instead of tastre" in notice.get_text(" ", strip=True)


def test_the_month_has_whole_weeks_with_their_events(client, calendar) -> None:
    response = client.get(LIST, {"view": "month", "month": "2027-03", "kind": "dutch-taster"})
    page = BeautifulSoup(response.content, "html.parser")
    assert [len(row.find_all("td")) for row in page.select(".month tbody tr")] == [7] * 5
    (event,) = page.select(".month__event")
    assert event.find_parent("td").select_one(".month__number").get_text() == "16"


def test_what_lasts_for_days_stands_on_each_of_them(client, db, clock) -> None:
    OccurrenceFactory(
        starts_at=datetime(2027, 3, 12, 10, tzinfo=UTC),
        ends_at=datetime(2027, 3, 13, 23, 0, tzinfo=UTC),  # midnight in Brussels
    )
    page = BeautifulSoup(client.get(LIST, {"view": "month"}).content, "html.parser")
    days = [td for td in page.select(".month td") if td.select(".month__event")]
    assert [td.select_one(".month__number").get_text() for td in days] == ["12", "13"]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "rave"},
        {"theme": "nope"},
        {"language": "qq"},
        {"language": "english"},
        {"organiser": "nobody"},
        {"municipality": "atlantis"},
        {"when": "yesterday"},
        {"from": "tomorrow"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"from": "2027-03-02", "to": "2027-03-01"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "99999999999999999999"},
        {"page": "77"},
        {"q": "...."},
        {"q": "x" * 300},
        {"view": "month", "month": "2027-13"},
        {"view": "month", "month": "0000-00"},
        {"view": "month", "month": "99999-01"},
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_holds(client, calendar, query) -> None:
    response = client.get(LIST, query)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert page.select('[role="alert"]'), query
    assert "view" in query or names(response) == ["Walk", "Taster"]


def test_a_view_nobody_knows_is_the_list(client, calendar) -> None:
    assert names(client.get(LIST, {"view": "year"})) == ["Walk", "Taster"]


def test_a_nul_byte_is_refused(client, calendar) -> None:
    assert client.get(f"{LIST}?q=a%00b").status_code == 400


def test_the_calendar_is_for_reading(client, calendar) -> None:
    assert client.post(LIST).status_code == 405


def test_an_empty_calendar_shows_a_way_on(client, db, clock) -> None:
    response = client.get(LIST)
    assert "/en/services/" in response.content.decode()
    assert client.get(LIST, {"view": "month"}).status_code == 200


@pytest.mark.parametrize("query", [{}, {"view": "month"}, {"q": "walk"}])
def test_the_number_of_queries_does_not_grow(client, occurrence, query) -> None:
    index_events()

    def queries() -> int:
        client.get(LIST, query)  # the choices are read once a minute
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST, query)
        return len(captured)

    one = queries()
    for number in range(5):
        OccurrenceFactory(
            event__slug=f"more-{number}", event__themes=[ThemeFactory(slug=f"t-{number}")]
        )
    index_events()
    assert queries() == one <= 5

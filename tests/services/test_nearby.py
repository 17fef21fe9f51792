"""All of a box in brief: enough for a browser to sort it without saying where it is."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from services.catalogue import public_id_for
from services.filters import Filters
from services.laying_out import lay_out
from services.map.boxes import parse_box
from services.models import Channel, Place, Service
from services.nearby import MOST_POINTS, nearby, nearby_told
from services.opening_words import best_opening
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ScheduleFactory,
    ServiceFactory,
    desk,
)

pytestmark = pytest.mark.django_db

BOX = "3.70,51.03,3.75,51.07"
POINTS = "/api/v1/services/points"


def points(client, **query) -> dict:
    response = client.get(POINTS, {"bbox": BOX} | query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def names(found: dict) -> list[str]:
    return [each["name"] for each in found["results"]]


def test_a_service_tells_what_a_card_shows(client) -> None:
    partner = OrganisationFactory(kind="private", paid_partner=True)
    place = PlaceFactory(latitude=51.05, longitude=3.72, street_address="Kouter 1")
    channel = {"place": place, "spoken_languages": ["nl", "ar"], "entry": "appointment"}
    ServiceFactory(name_en="Bank", slug="bank", organisation=partner, channels=[channel])
    (bank,) = points(client, lang="en")["results"]
    assert bank["url"] == f"/en/services/bank-{public_id_for('bank')}/"
    assert bank["opening"] == {"state": "appointment", "text": "By appointment only"}
    assert bank["spoken"] == "Arabic, Dutch"
    assert (bank["kind"], bank["paid_partner"]) == ("private", True)
    assert bank["places"] == [
        {"latitude": 51.05, "longitude": 3.72, "address": "Kouter 1, 9000 Gent"}
    ]


def test_the_name_says_in_which_language_it_is(client) -> None:
    desk("bank", name_en="Bank", name_nl=None)
    (bank,) = points(client, lang="ar")["results"]
    assert (bank["content_language"], bank["requested_language"]) == ("en", "ar")


def test_filters_and_box_hold(client) -> None:
    desk("bank", name_en="Bank", organisation=OrganisationFactory(kind="private"))
    desk("town", name_en="Town hall", spoken=["nl", "ar"])
    desk("away", name_en="In Aalst", latitude=50.94, longitude=4.04)
    ServiceFactory(channels=[{}])
    assert sorted(names(points(client))) == ["Bank", "Town hall"]
    assert names(points(client, language="ar")) == ["Town hall"]
    assert names(points(client, kind="private")) == ["Bank"]


def test_only_the_places_in_the_box(client) -> None:
    here, away = PlaceFactory(latitude=51.05, longitude=3.72), PlaceFactory(latitude=50.7)
    ServiceFactory(channels=[{"place": here}, {"place": away}, {"place": here}])
    (service,) = points(client)["results"]
    assert [place["latitude"] for place in service["places"]] == [51.05]


def test_who_has_it_already_gets_304(client) -> None:
    desk("bank")
    first = client.get(POINTS, {"bbox": BOX})
    assert "max-age" in first["Cache-Control"]
    again = client.get(POINTS, {"bbox": BOX}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("query", [{}, {"bbox": "4,51,3,52"}])
def test_a_box_is_needed(client, query) -> None:
    response = client.get(POINTS, query)
    assert (response.status_code, response.json()["field"]) == (422, "bbox")


OFFICE = [(day, "09:00", "17:00") for day in range(1, 6)]
ALWAYS = [(day, "00:00", "00:00") for day in range(1, 8)]


def test_it_is_open_exactly_when_the_card_says_so() -> None:
    """Whether the hours are laid out ahead or not, and on every hour of a week."""
    now = timezone.now().replace(minute=30)
    place = PlaceFactory(latitude=51.05, longitude=3.72)
    summer = {"season_from": "07-01", "season_until": "07-31"}
    for week, changes in [(OFFICE, {}), (ALWAYS, {"holidays": "open"}), (OFFICE, summer)]:
        service = ServiceFactory(channels=[{"place": place}, {}])
        for channel in service.channels.all():
            ScheduleFactory(channel=channel, week=week, **changes)
    ServiceFactory(channels=[{"place": place}])
    ServiceFactory(channels=[{"place": place, "hours": OFFICE, "entry": "referral"}])
    expected = {each.public_id: each for each in Service.objects.told()}
    found = nearby(Filters(), box=parse_box(BOX), reader="en")
    for laid_out in (False, True):
        if laid_out:
            assert lay_out(Channel.objects.all(), at=now)
        for hour in range(0, 7 * 24, 5):
            at = now + timedelta(hours=hour)
            for each in nearby_told(found, reader="en", at=at)["results"]:
                best = best_opening(expected[each["id"]].channels.all(), at=at)
                told = {"state": best.state, "text": best.text} if best else None
                assert each["opening"] == told, (laid_out, at)


def test_queries_do_not_grow_with_rows(client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            points(client)
        return len(captured)

    desk("first")
    one = queries()
    for number in range(4):
        desk(f"s{number}")
    assert queries() == one <= 9


def test_more_than_fits_leaves_out_the_farthest_from_the_middle(client) -> None:
    organisation = OrganisationFactory()
    number = MOST_POINTS + 50
    places = Place.objects.bulk_create(
        PlaceFactory.build(municipality=None, latitude=51.031 + 0.038 * n / number, longitude=3.725)
        for n in range(number)
    )
    services = Service.objects.bulk_create(
        ServiceFactory.build(organisation=organisation) for _ in range(number)
    )
    Channel.objects.bulk_create(
        Channel(service=service, place=place, position=1, kind="desk")
        for service, place in zip(services, places, strict=True)
    )
    found = points(client)
    assert not found["complete"]
    assert len(found["results"]) == MOST_POINTS
    middle = found["middle"]["latitude"]
    shown = [each["places"][0]["latitude"] for each in found["results"]]
    away = max(abs(latitude - middle) for latitude in shown)
    # Tiles are 6 m wide: within one nobody is nearer.
    left_out = {place.latitude for place in places} - set(shown)
    assert left_out
    assert all(abs(latitude - middle) >= away - 2e-4 for latitude in left_out)

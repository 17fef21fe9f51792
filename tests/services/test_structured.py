import json
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup

from services.models import Schedule, Service
from services.structured import structured
from tests.factories.services import (
    OrganisationFactory,
    PlaceFactory,
    ScheduleFactory,
    ServiceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

SITE = "https://example.org"
# A Monday; the week after next has Christmas on a Friday.
MONDAY = datetime(2026, 12, 7, 8, tzinfo=UTC)


def told(service: Service, reader: str = "en") -> dict:
    found = Service.objects.filter(pk=service.pk).told().get()
    return structured(found, reader=reader, site=SITE, at=MONDAY)


def test_a_public_service_is_one_of_the_government() -> None:
    place = PlaceFactory(name="De Zuid")
    service = ServiceFactory(
        themes=[ThemeFactory(slug="housing", name_en="Housing")],
        channels=[{"place": place, "spoken_languages": ["nl", "ti"]}],
    )
    found = told(service)
    assert found["@type"] == "GovernmentService"
    assert found["provider"]["@type"] == "GovernmentOrganization"
    assert found["areaServed"]["name"] == "Oost-Vlaanderen"
    assert found["availableLanguage"] == ["nl", "ti"]
    assert found["serviceType"] == ["Housing"]
    (channel,) = found["availableChannel"]
    assert channel["serviceLocation"]["address"]["addressLocality"] == "Gent"
    assert channel["serviceLocation"]["geo"]["latitude"] == 51.048


@pytest.mark.parametrize(
    ("kind", "provider"), [("private", "LocalBusiness"), ("non-profit", "NGO")]
)
def test_others_are_services_of_a_business_or_of_an_association(kind: str, provider: str) -> None:
    service = ServiceFactory(
        organisation=OrganisationFactory(kind=kind),
        channels=[{"place": PlaceFactory(), "hours": [(1, "09:00", "17:00")]}],
    )
    found = told(service)
    assert (found["@type"], found["provider"]["@type"]) == ("Service", provider)
    assert ("openingHoursSpecification" in found["provider"]) is (kind == "private")


def test_a_point_that_is_not_exact_is_not_told() -> None:
    service = ServiceFactory(channels=[{"place": PlaceFactory(coordinates_approximate=True)}])
    assert "geo" not in told(service)["availableChannel"][0]["serviceLocation"]


def test_the_usual_week_and_the_days_that_differ() -> None:
    week = [(day, "09:00", "17:00") for day in range(1, 6)]
    service = ServiceFactory(channels=[{"place": PlaceFactory(), "hours": week}])
    exception = ScheduleFactory(
        channel=service.channels.get(), slug="early", week=[(2, "09:00", "12:00")]
    )
    Schedule.objects.filter(pk=exception.pk).update(
        priority=20, valid_from=date(2026, 12, 8), valid_until=date(2026, 12, 8)
    )
    usual, *dated = told(service)["availableChannel"][0]["serviceLocation"][
        "openingHoursSpecification"
    ]
    assert (usual["opens"], usual["closes"], len(usual["dayOfWeek"])) == ("09:00", "17:00", 5)
    assert {each["validFrom"]: (each["opens"], each["closes"]) for each in dated} == {
        "2026-12-08": ("09:00", "12:00"),
        "2026-12-25": ("00:00", "00:00"),
        "2027-01-01": ("00:00", "00:00"),
    }


def test_hours_past_midnight_and_all_day_long() -> None:
    service = ServiceFactory(
        channels=[{"hours": [(5, "22:00", "02:00"), (6, "00:00", "00:00")], "phone": "+32 9 1"}]
    )
    phone = told(service)["availableChannel"][0]["servicePhone"]
    spans = [(row["opens"], row["closes"]) for row in phone["hoursAvailable"]][:2]
    assert spans == [("00:00", "23:59"), ("22:00", "02:00")]


def test_hours_nobody_told_us_are_not_told() -> None:
    service = ServiceFactory(channels=[{"place": PlaceFactory()}])
    assert "openingHoursSpecification" not in json.dumps(told(service))


def test_another_language_than_that_of_the_page_says_so() -> None:
    service = ServiceFactory(name_en="Help", name_nl="Hulp", channels=[{}])
    assert told(service, "nl")["name"] == "Hulp"
    assert told(service, "ar")["name"] == {"@value": "Help", "@language": "en"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_carries_it_as_data_that_no_text_can_break_out_of(client, language: str) -> None:
    service = ServiceFactory(name_en="</script><b>Help", channels=[{}])
    page = client.get(f"/{language}/services/{service.slug}-{service.public_id}/")
    script = BeautifulSoup(page.content, "html.parser").find("script", type="application/ld+json")
    found = json.loads(script.string)
    assert "</script><b>Help" in json.dumps(found["name"])
    assert f"/{language}/services/" in found["url"]

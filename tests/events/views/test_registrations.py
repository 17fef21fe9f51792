"""The private page of a registration: for who has the link, and acting by POST alone."""

import pytest
from icalendar import Calendar

from events import schedule
from events.models import Registration
from rotonde.common.languages import CODES
from tests.factories.events import NOW, OccurrenceFactory, comes
from tests.strict_client import StrictClient

JOIN = "https://meet.example.org/secret-room"


@pytest.fixture
def ada(occurrence) -> Registration:
    occurrence.event.joining_link = JOIN
    occurrence.event.attendance = "hybrid"
    occurrence.event.save()
    return comes(occurrence, adults=2)


def page_of(ada: Registration, language: str = "en") -> str:
    return f"/{language}/events/r/{ada.code}/"


@pytest.mark.parametrize("language", CODES)
def test_the_page_in_every_language(client, ada, language: str) -> None:
    response = client.get(page_of(ada, language))
    assert response.status_code == 200
    assert client.get(page_of(ada, language) + "withdraw/").status_code == 200


def test_the_page_is_kept_by_nobody(client, ada) -> None:
    response = client.get(page_of(ada))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("rest", ["", "withdraw/", "event.ics"])
@pytest.mark.parametrize("code", ["x" * 22, "1", "a-b"])
def test_a_stranger_finds_nothing(ada, rest: str, code: str) -> None:
    assert StrictClient().get(f"/en/events/r/{code}/{rest}").status_code == 404


def test_a_stranger_withdraws_nobody(ada) -> None:
    assert StrictClient().post(f"/en/events/r/{'x' * 22}/withdraw/").status_code == 404
    assert Registration.objects.get().state == "registered"


def test_reading_never_acts(client, ada) -> None:
    for path in ("", "withdraw/", "event.ics"):
        client.get(page_of(ada) + path)
        client.head(page_of(ada) + path)
    assert client.post(page_of(ada)).status_code == 405
    assert client.post(page_of(ada) + "event.ics").status_code == 405
    assert client.delete(page_of(ada) + "withdraw/").status_code == 405
    assert Registration.objects.get().state == "registered"


def test_withdrawing_gives_the_seats_back(client, ada) -> None:
    response = client.post(page_of(ada) + "withdraw/", follow=True)
    assert "You are no longer registered" in response.content.decode()
    ada.refresh_from_db()
    ada.occurrence.refresh_from_db()
    assert (ada.state, ada.occurrence.seats_taken) == ("withdrawn", 0)
    again = client.post(page_of(ada) + "withdraw/")
    assert again.status_code == 302
    assert client.get(page_of(ada) + "withdraw/").status_code == 302


def test_a_forged_post_is_refused(ada) -> None:
    client = StrictClient(enforce_csrf_checks=True)
    assert client.post(page_of(ada) + "withdraw/").status_code == 403
    assert Registration.objects.get().state == "registered"


def test_the_joining_link_is_there_for_who_has_a_seat(client, ada) -> None:
    assert JOIN in client.get(page_of(ada)).content.decode()
    client.post(page_of(ada) + "withdraw/")
    assert JOIN not in client.get(page_of(ada)).content.decode()


def test_who_waits_sees_their_place_and_no_joining_link(client, ada) -> None:
    occurrence = ada.occurrence
    comes(occurrence, "eight", adults=6, children=2)
    comes(occurrence, "b")
    late = comes(occurrence, "c")
    page = client.get(page_of(late)).content.decode()
    assert "1 household is before you" in page
    assert JOIN not in page
    assert client.get(page_of(late) + "event.ics").status_code == 302


def test_it_cannot_be_withdrawn_once_it_has_begun(client, ada, clock) -> None:
    clock.move_to(ada.occurrence.starts_at)
    response = client.post(page_of(ada) + "withdraw/", follow=True)
    assert "has begun" in response.content.decode()
    assert Registration.objects.get().state == "registered"


def test_a_cancelled_date_says_so(client, ada) -> None:
    schedule.cancel(occurrence=ada.occurrence, at=NOW)
    page = client.get(page_of(ada)).content.decode()
    assert "This event is cancelled" in page
    assert JOIN not in page


def test_the_own_calendar_entry(client, ada) -> None:
    response = client.get(page_of(ada) + "event.ics")
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert entry.decoded("dtstart") == ada.occurrence.starts_at
    assert JOIN in entry["description"]
    assert entry["url"].endswith(page_of(ada))


def test_ones_link_opens_nobody_elses_registration(client, ada) -> None:
    other = comes(OccurrenceFactory(), "eve")
    page = client.get(page_of(other)).content.decode()
    assert ada.email not in page
    assert ada.code not in page

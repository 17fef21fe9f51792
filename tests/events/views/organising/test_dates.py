"""One date: who comes, another time or other seats, cancelling it."""

import pytest
from django.urls import reverse

from events.models import Occurrence
from events.registration import withdraw
from rotonde.notifications.models import Message
from tests.factories.events import NOW, OccurrenceFactory, comes


def url(name: str, occurrence: Occurrence) -> str:
    return reverse(f"events:organising:{name}", args=[occurrence.pk])


def date_form(**changes) -> dict[str, object]:
    return {"day": "2027-03-08", "begins": "14:00", "ends": "16:00", "capacity": "10", **changes}


def told(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_names_and_households_in_order_and_no_addresses(browser, occurrence) -> None:
    comes(occurrence, "zoe", adults=6, children=3)
    comes(occurrence, "first", adults=2)
    comes(occurrence, "second")
    withdraw(code=comes(occurrence, "gone").code, at=NOW)
    page = browser.get(url("guests", occurrence)).content.decode()
    assert page.index("Zoe") < page.index("First") < page.index("Second")
    assert "9 of 10 seats" in page
    assert "2 households wait" in page
    assert "Gone" not in page
    assert "@example.org" not in page


def test_nobody_elses_guests(browser, occurrence) -> None:
    foreign = OccurrenceFactory()
    comes(foreign, "eve")
    assert browser.get(url("guests", foreign)).status_code == 404


def test_another_time_is_told_and_more_seats_go_to_the_line(browser, occurrence) -> None:
    comes(occurrence, "all", adults=6, children=4)
    comes(occurrence, "late")
    response = browser.post(
        url("change-date", occurrence), date_form(begins="15:00", capacity="11")
    )
    assert response.status_code == 302
    occurrence.refresh_from_db()
    assert (occurrence.local_start.hour, occurrence.seats_taken, occurrence.waiting) == (15, 11, 0)
    assert told("event-moved") == 2
    assert told("registration-promoted") == 1


def test_fewer_seats_than_are_taken_are_refused_and_the_hour_stays(browser, occurrence) -> None:
    comes(occurrence, adults=3)
    response = browser.post(url("change-date", occurrence), date_form(begins="15:00", capacity="2"))
    assert response.status_code == 409
    assert "3 seats are taken already" in response.content.decode()
    occurrence.refresh_from_db()
    assert (occurrence.local_start.hour, occurrence.capacity) == (14, 10)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"ends": "14:00"}, "It must end after it begins."),
        ({"day": "2027-02-01"}, "This day is over."),
        ({"day": ""}, "required"),
        ({"capacity": "0"}, "greater than or equal"),
        ({"capacity": "9" * 30}, "less than or equal"),
        ({"begins": "half two"}, "hours and minutes"),
    ],
)
def test_what_is_wrong_is_said(browser, occurrence, wrong, says: str) -> None:
    adding = reverse("events:organising:add-date", args=[occurrence.event.public_id])
    for path in (url("change-date", occurrence), adding):
        response = browser.post(path, date_form(**wrong))
        assert response.status_code == 400
        assert says in response.content.decode()
    assert Occurrence.objects.get().starts_at == occurrence.starts_at


def test_a_date_is_added(browser, event) -> None:
    path = reverse("events:organising:add-date", args=[event.public_id])
    browser.post(path, date_form(day="2027-03-28", last_day="2027-03-29", ends="01:00"))
    made = event.occurrences.in_order().last()
    # The clocks change that night: from 14:00 to 01:00 the next day.
    assert (made.ends_at - made.starts_at).total_seconds() == 11 * 3600
    assert made.local_start.hour == 14


def test_cancelling_asks_and_tells(browser, occurrence) -> None:
    comes(occurrence)
    page = browser.get(url("cancel-date", occurrence)).content.decode()
    assert "1 household is registered or waits" in page
    occurrence.refresh_from_db()
    assert occurrence.state == "planned"
    browser.post(url("cancel-date", occurrence))
    occurrence.refresh_from_db()
    assert (occurrence.state, told("event-cancelled")) == ("cancelled", 1)
    assert browser.get(url("cancel-date", occurrence)).status_code == 302
    browser.post(url("cancel-date", occurrence))
    assert told("event-cancelled") == 1


def test_cancelling_the_event_asks_and_tells(browser, event, occurrence) -> None:
    comes(occurrence)
    comes(occurrence, "eve")
    path = reverse("events:organising:cancel", args=[event.public_id])
    assert "2 households are registered or wait" in browser.get(path).content.decode()
    browser.post(path)
    event.refresh_from_db()
    assert (event.state, told("event-cancelled")) == ("cancelled", 2)
    assert browser.post(path).status_code == 302


def test_a_cancelled_date_does_not_move(browser, occurrence) -> None:
    browser.post(url("cancel-date", occurrence))
    response = browser.post(url("change-date", occurrence), date_form(begins="15:00"))
    assert response.status_code == 409


def test_the_same_date_added_twice_is_one(browser, event) -> None:
    address = reverse("events:organising:add-date", args=[event.public_id])
    asked = date_form(day="2027-05-03")
    assert {browser.post(address, asked).status_code for _sent in range(2)} == {302}
    assert event.occurrences.filter(starts_at__date="2027-05-03").count() == 1

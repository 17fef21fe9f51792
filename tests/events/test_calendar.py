"""The calendar feed, read back by a parser."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from events import schedule
from events.models import Occurrence
from tests.factories.events import NOW, OccurrenceFactory

FEED = "/en/events/calendar.ics"


def entries(response) -> list:
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0"
    return calendar.walk("VEVENT")


def test_one_entry_for_each_date_with_its_zone(client, occurrence) -> None:
    OccurrenceFactory(event=occurrence.event, starts_at=NOW + timedelta(days=40))
    response = client.get(FEED)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Brussels"
    first, second = calendar.walk("VEVENT")
    assert first["dtstart"].params["tzid"] == "Europe/Brussels"
    assert first.decoded("dtstart") == occurrence.starts_at
    assert first.decoded("dtend") == occurrence.ends_at
    assert second.decoded("dtstart").utcoffset() == timedelta(hours=2)  # summer by then
    assert first["summary"] == occurrence.event.name_en
    assert "Woodrow Wilsonplein 1" in first["location"]
    assert first["url"].endswith(occurrence.event.get_absolute_url())


def test_a_change_keeps_the_uid_and_counts(client, occurrence) -> None:
    (before,) = entries(client.get(FEED))
    later = NOW + timedelta(hours=3)
    start = occurrence.starts_at + timedelta(days=1)
    schedule.move(
        occurrence=occurrence, starts_at=start, ends_at=start + timedelta(hours=1), at=later
    )
    (moved,) = entries(client.get(FEED))
    assert moved["uid"] == before["uid"]
    assert (before["sequence"], moved["sequence"]) == (0, 1)
    assert before.decoded("dtstamp") == NOW
    assert moved.decoded("dtstamp") == moved.decoded("last-modified") == later
    schedule.cancel(occurrence=occurrence, at=later + timedelta(hours=1))
    (off,) = entries(client.get(FEED))
    assert (off["uid"], off["sequence"], off["status"]) == (before["uid"], 2, "CANCELLED")


def test_who_has_it_already_is_told_so(client, occurrence) -> None:
    first = client.get(FEED)
    again = client.get(FEED, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Occurrence.objects.update(sequence=7)
    changed = client.get(FEED, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_the_feed_takes_the_filters_of_the_list(client, occurrence) -> None:
    taster = OccurrenceFactory(event__kind="dutch-taster")
    (entry,) = entries(client.get(FEED, {"kind": "dutch-taster"}))
    assert entry["summary"] == taster.event.name_en
    assert entries(client.get(FEED, {"to": "2027-03-02"})) == []


def test_a_filter_nobody_knows_is_refused(client, occurrence) -> None:
    response = client.get(FEED, {"kind": "rave"})
    assert response.status_code == 400
    assert "rave" in response.content.decode()


def test_texts_come_in_the_language_of_the_feed(client, occurrence) -> None:
    (entry,) = entries(client.get("/nl/events/calendar.ics"))
    assert entry["summary"] == occurrence.event.name_nl


def test_nothing_private_is_in_a_public_calendar(client, occurrence) -> None:
    occurrence.event.joining_link = "https://meet.example.org/secret-room"
    occurrence.event.save()
    event = occurrence.event
    own = client.get(f"/en/events/{event.slug}-{event.public_id}/{occurrence.pk}.ics")
    assert len(entries(own)) == 1
    assert b"secret-room" not in client.get(FEED).content + own.content


@pytest.mark.parametrize("pk", [0, 99999999999])
def test_a_date_that_is_not_there(client, occurrence, pk: int) -> None:
    event = occurrence.event
    path = f"/en/events/{event.slug}-{event.public_id}/{pk}.ics"
    assert client.get(path).status_code == 404


def test_drafts_are_in_no_calendar(client, occurrence) -> None:
    draft = OccurrenceFactory(event__state="draft")
    event = draft.event
    path = f"/en/events/{event.slug}-{event.public_id}/{draft.pk}.ics"
    assert client.get(path).status_code == 404
    assert len(entries(client.get(FEED))) == 1


def test_posting_to_a_calendar_is_refused(client, occurrence) -> None:
    assert client.post(FEED).status_code == 405

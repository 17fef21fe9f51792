"""Organisers and editors change dates; who registered is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.models import Event, Occurrence
from rotonde.accounts.models import User
from rotonde.notifications.models import Message
from tests.factories.events import NOW, EventFactory, OccurrenceFactory, comes
from tests.strict_client import StrictClient


@pytest.fixture
def editor(db, clock, client) -> StrictClient:
    client.force_login(User.objects.create_superuser("admin@example.org", "secret"))
    return client


@pytest.mark.parametrize("model", ["event", "occurrence", "registration"])
def test_lists_and_forms_open(editor, occurrence, model: str) -> None:
    made = {
        "event": occurrence.event,
        "occurrence": occurrence,
        "registration": comes(occurrence),
    }[model]
    assert editor.get(reverse(f"admin:events_{model}_changelist")).status_code == 200
    page = editor.get(reverse(f"admin:events_{model}_change", args=[made.pk]))
    assert page.status_code == 200
    if model == "registration":
        assert made.code not in page.content.decode()


def date_form(occurrence: Occurrence, **changes) -> dict[str, object]:
    start, end = occurrence.local_start, occurrence.local_end
    return {
        "event": occurrence.event_id,
        "starts_at_0": f"{start:%Y-%m-%d}",
        "starts_at_1": f"{start:%H:%M:%S}",
        "ends_at_0": f"{end:%Y-%m-%d}",
        "ends_at_1": f"{end:%H:%M:%S}",
        "time_zone": "Europe/Brussels",
        "capacity": 10,
        **changes,
    }


def test_moving_a_date_tells_who_registered(editor, occurrence) -> None:
    comes(occurrence)
    path = reverse("admin:events_occurrence_change", args=[occurrence.pk])
    response = editor.post(path, date_form(occurrence, ends_at_1="17:30:00"))
    assert response.status_code == 302
    occurrence.refresh_from_db()
    assert (f"{occurrence.local_end:%H:%M}", occurrence.sequence) == ("17:30", 1)
    assert Message.objects.filter(kind="event-moved").count() == 1


def test_more_seats_let_the_line_in_and_too_few_are_refused(editor, occurrence) -> None:
    comes(occurrence, "nine", adults=6, children=3)
    comes(occurrence, "pair", adults=2)
    path = reverse("admin:events_occurrence_change", args=[occurrence.pk])
    editor.post(path, date_form(occurrence, capacity=12))
    occurrence.refresh_from_db()
    assert (occurrence.seats_taken, occurrence.waiting, occurrence.sequence) == (11, 0, 0)
    response = editor.post(path, date_form(occurrence, capacity=5))
    assert response.status_code == 200
    occurrence.refresh_from_db()
    assert occurrence.capacity == 12


def test_cancelling_dates_tells_who_registered(editor, occurrence) -> None:
    comes(occurrence)
    path = reverse("admin:events_occurrence_changelist")
    editor.post(path, {"action": "cancel", "_selected_action": [occurrence.pk]})
    occurrence.refresh_from_db()
    assert occurrence.state == "cancelled"
    assert Message.objects.filter(kind="event-cancelled").count() == 1


def test_dates_are_cancelled_not_deleted(editor, occurrence) -> None:
    path = reverse("admin:events_occurrence_delete", args=[occurrence.pk])
    assert editor.get(path).status_code == 403


def test_publishing_and_cancelling_an_event(editor, clock) -> None:
    event = EventFactory(state="draft", rule="FREQ=WEEKLY;BYDAY=MO", start_time="10:00")
    path = reverse("admin:events_event_changelist")
    editor.post(path, {"action": "publish", "_selected_action": [event.pk]})
    event.refresh_from_db()
    assert event.state == Event.State.PUBLISHED
    assert event.occurrences.exists()
    assert StrictClient().get("/en/events/", {"q": event.slug}).status_code == 200
    editor.post(path, {"action": "cancel", "_selected_action": [event.pk]})
    event.refresh_from_db()
    assert event.state == Event.State.CANCELLED
    assert not event.occurrences.upcoming(at=NOW).filter(state="planned").exists()


def test_a_date_by_hand(editor, clock) -> None:
    event = EventFactory()
    wished = OccurrenceFactory.build(event=event, starts_at=NOW + timedelta(days=2))
    response = editor.post(reverse("admin:events_occurrence_add"), date_form(wished))
    assert response.status_code == 302
    assert event.occurrences.get().starts_at == wished.starts_at


def test_who_is_not_staff_edits_nothing(client, occurrence) -> None:
    client.force_login(User.objects.create_user("ada@example.org", "secret"))
    path = reverse("admin:events_event_change", args=[occurrence.event_id])
    assert client.get(path).status_code in (302, 403)

"""The calendar is rendered once for all strangers, and again as soon as anything changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import registration, schedule
from events.models import Occurrence
from events.search import index_events
from rotonde.accounts.models import User
from tests.factories.events import NOW, OccurrenceFactory, comes
from tests.strict_client import StrictClient

LIST = "/en/events/"


def queries(client: StrictClient, path: str = LIST) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


@pytest.mark.parametrize("path", [LIST, "/ar/events/?view=month", "/en/events/?kind=city-walk"])
def test_a_kept_page_costs_one_look_at_the_version(client, occurrence, path: str) -> None:
    first = client.get(path)
    assert queries(client, path) == 1
    again = StrictClient().get(path)
    assert again.content == first.content
    assert "Cookie" in again["Vary"]
    assert "X-Keep" not in again


def test_every_change_is_seen_at_once(client, occurrence) -> None:
    def page() -> str:
        return client.get(LIST).content.decode()

    assert "10 seats free" in page()
    ada = comes(occurrence, adults=3)
    assert "7 seats free" in page()
    registration.withdraw(code=ada.code, at=NOW)
    assert "10 seats free" in page()
    start = occurrence.starts_at + timedelta(hours=1)
    schedule.move(
        occurrence=occurrence, starts_at=start, ends_at=start + timedelta(hours=1), at=NOW
    )
    assert "15:00" in page()
    schedule.cancel(occurrence=occurrence, at=NOW)
    assert 'data-stage="cancelled"' in page()
    occurrence.event.name_en = "Another name"
    occurrence.event.save()
    assert "Another name" in page()
    OccurrenceFactory(event__name_en="One more")
    assert "One more" in page()
    Occurrence.objects.exclude(pk=occurrence.pk).delete()
    assert "One more" not in page()


def test_time_passes_on_a_kept_page(client, occurrence, clock) -> None:
    assert occurrence.event.name_en in client.get(LIST).content.decode()
    clock.move_to(occurrence.ends_at)
    assert occurrence.event.name_en not in client.get(LIST).content.decode()


def test_languages_and_filters_are_kept_apart(client, occurrence) -> None:
    pages = {client.get(path).content for path in (LIST, "/nl/events/", f"{LIST}?kind=expo")}
    assert len(pages) == 3


def test_who_is_signed_in_gets_a_page_of_their_own(client, occurrence) -> None:
    stranger = client.get(LIST).content
    client.force_login(User.objects.create_user("ada@example.org", "secret", first_name="Ada"))
    own = client.get(LIST).content
    assert own != stranger
    assert StrictClient().get(LIST).content == stranger


def test_a_message_waiting_is_shown_and_not_kept(client, occurrence) -> None:
    ada = comes(occurrence)
    client.post(f"/en/events/r/{ada.code}/withdraw/")
    assert "You are no longer registered" in client.get(LIST).content.decode()
    assert "You are no longer registered" not in StrictClient().get(LIST).content.decode()


@pytest.mark.parametrize("path", [f"{LIST}?q=walk", f"{LIST}?kind=rave", f"{LIST}?x={'y' * 300}"])
def test_what_few_ask_is_not_kept(client, occurrence, path: str) -> None:
    index_events()
    client.get(path)
    assert queries(client, path) > 1

"""A center that opens tomorrow, and a newcomer who walks through the pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse

from permits.models import Visit
from tests.factories.centers import World
from tests.strict_client import StrictClient

# A Monday in March, at nine in Brussels.
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(opened_once: Callable[[], World], db: None, clock: time_machine.Traveller) -> World:
    return opened_once()


@dataclass
class Newcomer:
    """Somebody with a browser, on the way to a visit."""

    client: StrictClient
    world: World

    def take(self, start: datetime | str, **changes: Any) -> HttpResponse:
        start = start if isinstance(start, str) else start.isoformat()
        answers = {**self.world.need(), "center": "gent", "start": start, **changes}
        return self.client.post(reverse("permits:hold"), answers)

    def hold(self, start: datetime | None = None, **changes: Any) -> Visit:
        response = self.take(start or self.world.at(0, 9), **changes)
        assert response.status_code == 302, response.content.decode()[:2000]
        return Visit.objects.latest("id")

    def details(self, people: int = 1, **changes: Any) -> dict[str, Any]:
        names = {f"person_{n}": f"Person {n}" for n in range(1, people + 1)}
        return {**names, "email": "ada@example.org", "language": "en", **changes}

    def confirm(self, visit: Visit, **changes: Any) -> HttpResponse:
        details = {**self.details(visit.attendees.count()), **changes}
        return self.client.post(reverse("permits:confirm", args=[visit.code]), details)

    def book(self, start: datetime | None = None, **changes: Any) -> Visit:
        visit = self.hold(start, **changes)
        response = self.confirm(visit)
        assert response.status_code == 302, response.content.decode()[:2000]
        visit.refresh_from_db()
        return visit


@pytest.fixture
def newcomer(client: StrictClient, world: World) -> Newcomer:
    return Newcomer(client, world)


@pytest.fixture
def stranger(world: World) -> Newcomer:
    return Newcomer(StrictClient(), world)

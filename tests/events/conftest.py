"""A clock that stands still, and a date in a week's time."""

from collections.abc import Iterator

import pytest
import time_machine

from events.models import Occurrence
from tests.factories.events import NOW, OccurrenceFactory


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def occurrence(db: None, clock: time_machine.Traveller) -> Occurrence:
    return OccurrenceFactory()

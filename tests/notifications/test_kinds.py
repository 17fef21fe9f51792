from datetime import UTC, datetime

import pytest

from rotonde.notifications.kinds import about
from rotonde.notifications.models import Canary, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def canary() -> Canary:
    return Canary.objects.create(name="7", moved_at=datetime(2026, 3, 2, tzinfo=UTC))


def test_the_row_a_target_names(canary) -> None:
    assert about(Message(target="canary:7"), "canary", Canary.objects.all()) == canary


@pytest.mark.parametrize("target", ["canary:8", "bird:7", "canary:", "canary:²", "7", ""])
def test_what_is_gone_or_something_else(canary, target) -> None:
    assert about(Message(target=target), "canary", Canary.objects.all()) is None

"""A row that moves as long as a worker works."""

from datetime import datetime

from rotonde.notifications.models import Canary


def move(*, at: datetime) -> None:
    """Say that a worker consumed a message at `at`."""
    Canary.objects.update_or_create(name="worker", defaults={"moved_at": at})

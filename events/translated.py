"""What the desk for translations is to know of events."""

from datetime import datetime

from events.catalogue import settle
from events.models import Event
from rotonde.translations.kinds import Kind, register


def register_translated() -> None:
    register(Kind(Event, told=Event.objects.public, written=_written))


def _written(event: Event, at: datetime) -> None:
    settle(event, at=at)

"""What the desk for translations is to know of events."""

from datetime import datetime

from events.catalogue import settle
from events.models import Event
from events.search import index_events
from rotonde.translations.kinds import Kind, follow, register
from services.models import Theme


def register_translated() -> None:
    register(Kind(Event, told=Event.objects.public, by_machine=True))
    follow(Event, _event_written)
    follow(Theme, _theme_written)


def _event_written(event: Event, at: datetime) -> None:
    settle(event, at=at)


def _theme_written(theme: Theme, _at: datetime) -> None:
    """Events are found by the names of their themes."""
    index_events(theme.events.all())

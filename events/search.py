"""Which words lead to an event."""

from collections.abc import Iterable

from events.models import Event
from rotonde.search.indexing import forget, index
from rotonde.search.registry import Searchable, register
from services.spoken import language_names

KIND = "event"


def texts(event: Event, language: str) -> dict[str, str]:
    """The words of one language: name, summary, themes, and what surrounds the event.

    Only what is written in `language`: a fallback would be stemmed as what it is not.
    """
    name = getattr(event, f"name_{language}") or ""
    themes = [getattr(theme, f"name_{language}") or "" for theme in event.themes.all()]
    place = f"{event.place.name} {event.place.locality}" if event.place else ""
    return {
        "A": f"{name} {event.organisation.name}",
        "B": getattr(event, f"summary_{language}") or "",
        "C": " ".join(themes),
        "D": " ".join(
            [
                getattr(event, f"description_{language}") or "",
                getattr(event, f"audience_{language}") or "",
                place,
                *language_names(event.spoken_languages, language),
            ]
        ),
    }


def index_events(events: Iterable[Event] | None = None) -> int:
    """Bring the search up to date for `events` (all of them by default); the entries written."""
    ids = [event.pk for event in (Event.objects.all() if events is None else events)]
    forget(KIND, ids)
    return index(KIND, list(Event.objects.filter(pk__in=ids).public().told()))


def register_events() -> None:
    register(Searchable(kind=KIND, model=Event, texts=texts))

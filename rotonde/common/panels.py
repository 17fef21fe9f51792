"""A place where one app shows another app's fragment without importing it.

The showing page names a slot ("service.aside"); the app that has something to say registers a
panel for it in its `apps.ready()`. A panel returns the template and its context, or None to
stay silent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    template: str
    context: dict[str, Any]


Source = Callable[[HttpRequest, Any], Panel | None]
_slots: dict[str, list[Source]] = {}


def register(slot: str, source: Source) -> None:
    """Let `source` speak in `slot`; in the order of registration, each source once."""
    if source not in _slots.setdefault(slot, []):
        _slots[slot].append(source)


def panels(slot: str, request: HttpRequest, subject: Any = None) -> list[Panel]:
    """What all registered sources have to say about `subject` in `slot`."""
    said = (source(request, subject) for source in _slots.get(slot, []))
    return [panel for panel in said if panel is not None]

"""What a reader asks of the event calendar, in the words of the domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Filters:
    """Every condition that is set must hold; nothing set means everything that is to come.

    `since` and `until` are instants: what goes on at some time between them. Theme, organiser
    and municipality are primary keys.
    """

    q: str = ""
    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    theme: int | None = None
    language: str = ""
    organiser: int | None = None
    municipality: int | None = None

"""The menu beside the map: what people look for, in the order in which they struggle with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from services.models import Theme


@dataclass(frozen=True)
class Subject:
    """A way into the map: a theme and the services it would leave, or None for everything."""

    theme: Theme | None
    number: int | None
    url: str
    current: bool

    @property
    def key(self) -> str:
        return self.theme.slug if self.theme else "all"

    @property
    def leads_somewhere(self) -> bool:
        return self.current or self.number != 0


def subjects(
    query: QueryDict,
    themes: Sequence[Theme],
    *,
    chosen: Theme | None,
    numbers: Mapping[int, int],
) -> list[Subject]:
    """All subjects, whatever the other filters of `query` leave of them: a menu that stays put.

    `numbers` are services by theme id, with those other filters.
    """
    below = [theme for theme in themes if theme.parent_id is not None]
    everything = _everything(query)
    about = f"{everything}{'&' if '?' in everything else '?'}theme="
    return [
        Subject(None, None, everything, current=chosen is None),
        *(
            Subject(theme, numbers.get(theme.pk, 0), f"{about}{theme.slug}", theme == chosen)
            for theme in below
        ),
    ]


def _everything(query: QueryDict) -> str:
    """The same question about any subject, from its first page on."""
    asked = query.copy()
    asked.pop("page", None)
    asked.pop("theme", None)
    address = reverse("services:list")
    return f"{address}?{asked.urlencode()}" if asked else address

"""What the filters of the calendar may name, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.cache import cache

from events.models import Event
from rotonde.region.models import Municipality
from rotonde.translations.labels import in_words, mark_machine
from rotonde.translations.reading import shown
from services.models import Theme
from services.spoken import language_name

# A theme or town more is no news of the minute; a page that many read asks once for all of them.
_FRESH_SECONDS = 60

_FACTS = (
    "organisation",
    "organisation__slug",
    "organisation__name",
    "place__municipality",
    "spoken_languages",
    "themes",
)


class Choice(NamedTuple):
    """One value of a filter: its number, its names in addresses, its label, whether it leads on."""

    pk: int
    slug: str
    label: str
    used: bool = True
    code: str = ""
    parent: int | None = None


@dataclass(frozen=True)
class Choices:
    """All themes and municipalities, `used` where there are events; organisers that have some."""

    themes: list[Choice]
    municipalities: list[Choice]
    organisers: list[Choice]
    languages: list[tuple[str, str]]


def choices(reader: str) -> Choices:
    """The choices for a reader of `reader`, at most a minute old."""
    found: Choices | None = cache.get(key := f"events.choices.{reader}")
    if found is None:
        found = read_choices(reader)
        cache.set(key, found, _FRESH_SECONDS)
    return found


def read_choices(reader: str) -> Choices:
    """The same, read now: four queries, whatever the number of events."""
    facts = list(Event.objects.public().order_by().values_list(*_FACTS).distinct())
    organisers = {(name, slug, pk) for pk, slug, name, *_ in facts}
    towns = {town for *_, town, _, _ in facts}
    codes = {code for *_, spoken, _ in facts for code in spoken}
    themes = list(Theme.objects.order_by("position", "slug"))
    mark_machine(themes, reader=reader, only="name")
    with_events = {theme for *_, theme in facts}
    with_events |= {theme.parent_id for theme in themes if theme.pk in with_events}
    return Choices(
        themes=[_choice(theme, reader, with_events, parent=theme.parent_id) for theme in themes],
        municipalities=[
            _choice(town, reader, towns, code=town.nis_code)
            for town in Municipality.objects.order_by("slug")
        ],
        organisers=[Choice(pk, slug, name) for name, slug, pk in sorted(organisers)],
        languages=sorted(((code, language_name(code, reader)) for code in codes), key=_by_label),
    )


def _choice(thing: Any, reader: str, used: set[Any], **more: Any) -> Choice:
    label = in_words(shown(thing, "name", reader))
    return Choice(thing.pk, thing.slug, label, used=thing.pk in used, **more)


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1]

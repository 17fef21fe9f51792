"""How good a shown text is as a translation, per field and per revision of its source.

Texts are written in English or Dutch and translated from there. Where both are written, each is
also the translation of the other: whoever changes one alone leaves the other outdated, and with it
what was translated from that other.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from rotonde.translations.models import TranslationState
from rotonde.translations.reading import Shown, shown, source_hash

SOURCE_LANGUAGES = ("en", "nl")


@dataclass(frozen=True)
class States:
    """The recorded states of a set of objects, read in one query."""

    rows: dict[tuple[int, str, str], TranslationState]

    def of(self, content: Any, field: str, found: Shown) -> str:
        """`human`, `machine`, `reviewed`, `outdated`, or `missing` when the text fell back."""
        if not found.text or found.is_fallback:
            return "missing"
        row = self.row(content, field, found.language)
        if row is None:
            return TranslationState.Origin.HUMAN
        if self._is_outdated(content, row):
            return "outdated"
        return "reviewed" if row.reviewed else row.origin

    def row(self, content: Any, field: str, language: str) -> TranslationState | None:
        """What is recorded of the text as it is; nothing where it was written past the record."""
        row = self.rows.get((content.pk, field, language))
        if row is None or not speaks_of(row, text_in(content, field, language)):
            return None
        return row

    def _is_outdated(self, content: Any, row: TranslationState) -> bool:
        if is_behind(content, row):
            return True
        if row.language in SOURCE_LANGUAGES:
            return False
        source = self.row(content, row.field, row.source_language)
        return source is not None and is_behind(content, source)


def text_in(content: Any, field: str, language: str) -> str:
    """The text of a translated `field` in exactly this language, or nothing."""
    return getattr(content, f"{field}_{language}") or ""


def source_of(content: Any, field: str, language: str) -> str | None:
    """The language `field` is translated from into `language`: English, else Dutch, else none."""
    others = (code for code in SOURCE_LANGUAGES if code != language)
    return next((code for code in others if text_in(content, field, code)), None)


def speaks_of(row: TranslationState, text: str) -> bool:
    """Whether a state is about this wording of the translation."""
    return bool(text) and row.text_hash in ("", source_hash(text))


def is_behind(content: Any, row: TranslationState) -> bool:
    """Whether the source text of a translation is another one now."""
    source = text_in(content, row.field, row.source_language)
    return bool(source) and source_hash(source) != row.source_hash


def states_of(objects: Sequence[Any]) -> States:
    """The states of all fields of `objects` (of one model), in one query."""
    (states,) = states_of_each(objects)
    return states


def states_of_each(*lots: Sequence[Any]) -> list[States]:
    """The states of each lot, the objects of a lot being of one model, all in one query."""
    found: dict[str, dict[tuple[int, str, str], TranslationState]] = defaultdict(dict)
    asked = [(lot[0]._meta.label_lower, [thing.pk for thing in lot]) for lot in lots if lot]
    if asked:
        these = reduce(or_, (Q(model=model, object_id__in=keys) for model, keys in asked))
        for row in TranslationState.objects.filter(these):
            found[row.model][row.object_id, row.field, row.language] = row
    return [States(found[lot[0]._meta.label_lower] if lot else {}) for lot in lots]


def described(content: Any, field: str, language: str, states: States) -> dict[str, str]:
    """A text as the API gives it: text, content_language, requested_language, translation."""
    found = shown(content, field, language)
    return {
        "text": found.text,
        "content_language": found.language,
        "requested_language": language,
        "translation": states.of(content, field, found),
    }

"""How good a shown text is as a translation, per field and per revision of its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from modeltranslation.translator import translator

from rotonde.common.languages import CODES
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
        row = self.rows.get((content.pk, field, found.language))
        if row is None:
            return TranslationState.Origin.HUMAN
        source = getattr(content, f"{field}_{row.source_language}") or ""
        if source and source_hash(source) != row.source_hash:
            return "outdated"
        return "reviewed" if row.reviewed else row.origin


def states_of(objects: Sequence[Any]) -> States:
    """The states of all fields of `objects` (of one model), in one query."""
    if not objects:
        return States({})
    rows = TranslationState.objects.filter(
        model=objects[0]._meta.label_lower, object_id__in=[thing.pk for thing in objects]
    )
    return States({(row.object_id, row.field, row.language): row for row in rows})


def described(content: Any, field: str, language: str, states: States) -> dict[str, str]:
    """A text as the API gives it: text, content_language, requested_language, translation."""
    found = shown(content, field, language)
    return {
        "text": found.text,
        "content_language": found.language,
        "requested_language": language,
        "translation": states.of(content, field, found),
    }


def record(objects: Iterable[Any], *, origin: str = "human", reviewed: bool = False) -> int:
    """Remember that all present translations of `objects` were made from today's source texts.

    Returns the number of states written.
    """
    rows = [row for thing in objects for row in _rows(thing, origin=origin, reviewed=reviewed)]
    TranslationState.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["model", "object_id", "field", "language"],
        update_fields=["source_language", "source_hash", "origin", "reviewed"],
        batch_size=500,
    )
    return len(rows)


def _rows(thing: Any, *, origin: str, reviewed: bool) -> list[TranslationState]:
    rows = []
    for field in translator.get_options_for_model(type(thing)).all_fields:
        source = next((s for s in SOURCE_LANGUAGES if getattr(thing, f"{field}_{s}")), None)
        if source is None:
            continue
        digest = source_hash(getattr(thing, f"{field}_{source}"))
        rows += [
            TranslationState(
                model=thing._meta.label_lower,
                object_id=thing.pk,
                field=field,
                language=language,
                source_language=source,
                source_hash=digest,
                origin=origin,
                reviewed=reviewed,
            )
            for language in CODES
            if language not in SOURCE_LANGUAGES and getattr(thing, f"{field}_{language}")
        ]
    return rows

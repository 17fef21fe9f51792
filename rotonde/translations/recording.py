"""Remembers of what each translation was made: to be called after whatever wrote texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from modeltranslation.translator import translator

from rotonde.common.languages import CODES
from rotonde.translations.models import SourceRevision, TranslationState
from rotonde.translations.reading import source_hash
from rotonde.translations.states import (
    SOURCE_LANGUAGES,
    States,
    source_of,
    speaks_of,
    states_of,
    text_in,
)

_BATCH = 500
_UNIQUE = ["model", "object_id", "field", "language"]
_TOLD = ["source_language", "source_hash", "text_hash", "origin", "reviewed"]


def record(objects: Iterable[Any]) -> int:
    """Remember that what was written of `objects` (of one model) was made from today's sources.

    By people: a text that is recorded already keeps its state, one that is written anew is human
    and up to date. Returns the number of texts that were.
    """
    waiting = iter(objects)
    written = 0
    while batch := list(islice(waiting, _BATCH)):
        written += _record(batch)
    return written


@transaction.atomic
def _record(objects: Sequence[Any]) -> int:
    states = states_of(objects)
    keep_sources(objects)
    rows, gone = [], []
    for thing in objects:
        for field, language in texts(thing):
            row = states.rows.get((thing.pk, field, language))
            fresh = made_today(thing, field, language)
            if fresh is None and row is not None:
                gone.append(row.pk)
            elif fresh is not None and (row is None or row.text_hash != fresh.text_hash):
                rows.append(_adopted(row, fresh))
    if gone:
        TranslationState.objects.filter(pk__in=gone).delete()
    write_states(rows)
    return len(rows)


def texts(thing: Any) -> Iterator[tuple[str, str]]:
    """Every translated field of an object in every language."""
    for field in fields_of(type(thing)):
        for language in CODES:
            yield field, language


def fields_of(model: type[Model]) -> tuple[str, ...]:
    """The translated fields of a model, in the order the model has them."""
    return _fields_of(model._meta.label)


@cache
def _fields_of(label: str) -> tuple[str, ...]:
    model = apps.get_model(label)
    translated = translator.get_options_for_model(model).get_field_names()
    return tuple(field.name for field in model._meta.fields if field.name in translated)


def made_today(thing: Any, field: str, language: str) -> TranslationState | None:
    """A state for the text as it is and its source as it is; None without the one or the other."""
    source = source_of(thing, field, language)
    text = text_in(thing, field, language)
    if source is None or not text:
        return None
    return TranslationState(
        model=thing._meta.label_lower,
        object_id=thing.pk,
        field=field,
        language=language,
        source_language=source,
        source_hash=source_hash(text_in(thing, field, source)),
        text_hash=source_hash(text),
    )


def write_states(rows: Sequence[TranslationState]) -> None:
    """Put these states in the place of those there are."""
    TranslationState.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=_UNIQUE, update_fields=_TOLD, batch_size=_BATCH
    )


def keep_sources(objects: Iterable[Any]) -> None:
    """Keep the wording of what others are translated from."""
    wordings = {
        text_in(thing, field, language)
        for thing in objects
        for field in fields_of(type(thing))
        for language in SOURCE_LANGUAGES
    }
    SourceRevision.objects.bulk_create(
        [SourceRevision(hash=source_hash(text), text=text) for text in sorted(wordings) if text],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )


@transaction.atomic
def record_minor_edit(thing: Any, before: Mapping[str, str]) -> None:
    """Record `thing` after its sources were only spelled better: `before` is how they read.

    What was up to date with the old wording is so with the new one; what was outdated stays so.
    """
    states = states_of([thing])
    rows = {
        row.pk: row
        for field in fields_of(type(thing))
        for language in SOURCE_LANGUAGES
        for row in _respelled(thing, field, language, before.get(f"{field}_{language}"), states)
    }
    write_states(list(rows.values()))
    record([thing])


def _respelled(
    thing: Any, field: str, language: str, before: str | None, states: States
) -> Iterator[TranslationState]:
    text = text_in(thing, field, language)
    if not before or not text or before == text:
        return
    for code in CODES:
        row = states.rows.get((thing.pk, field, code))
        if row is None:
            continue
        if code == language and speaks_of(row, before):
            # Better spelled, it says what it said: not more of its own source than before.
            row.text_hash = source_hash(text)
            yield row
        elif row.source_language == language and row.source_hash == source_hash(before):
            row.source_hash = source_hash(text)
            yield row


def _adopted(row: TranslationState | None, fresh: TranslationState) -> TranslationState:
    """A row of an older release knows no wording: it is taken to be about what is there."""
    if row is None or row.text_hash:
        return fresh
    row.text_hash = fresh.text_hash
    return row

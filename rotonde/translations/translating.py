"""Writes a translation with its state: what a translator saved, and nothing over anybody's head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from rotonde.translations.kinds import Kind, follow_up
from rotonde.translations.models import TranslationState
from rotonde.translations.reading import source_hash
from rotonde.translations.recording import made_today, record, record_minor_edit, write_states
from rotonde.translations.states import (
    SOURCE_LANGUAGES,
    States,
    source_of,
    states_of,
    text_in,
)


@dataclass(frozen=True)
class Written:
    """A text as a translator sends it.

    own_was, source_was: hashes of the text and of its source as they were shown (empty without
    one); right: it was read beside its source; machine: nobody changed what a machine suggested.
    """

    field: str
    text: str
    own_was: str
    source_was: str
    right: bool = False
    machine: bool = False


class Refused(Exception):
    """A translation that was not saved."""


class ChangedMeanwhile(Refused):
    """Somebody else wrote these texts, or their sources, since they were shown."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(*fields)
        self.fields = list(fields)


class TextNeeded(Refused):
    """A text that may not be taken away."""


@transaction.atomic
def translate(
    *,
    kind: Kind,
    thing: Any,
    language: str,
    texts: Sequence[Written],
    at: datetime,
    minor: bool = False,
) -> list[str]:
    """Save those of `texts` that are new or were found right; the names of their fields.

    What is sent twice is saved once. With `minor` a source was only spelled better: its
    translations stay up to date. Raises ChangedMeanwhile, TextNeeded.
    """
    everything = kind.model._default_manager
    locked = everything.select_for_update(of=("self",), no_key=True).get(pk=thing.pk)
    known = states_of([locked])
    new = [each for each in texts if _is_new(locked, each, language)]
    touched = [each for each in texts if each in new or each.right]
    _refuse_moved(locked, language, touched)
    before = {f"{each.field}_{language}": text_in(locked, each.field, language) for each in new}
    _write(everything, locked, {f"{each.field}_{language}": each.text for each in new})
    if minor:
        record_minor_edit(locked, before)
    else:
        record([locked])
    judged = (
        _judged(locked, each, language, None if each in new else known)
        for each in touched
        if each.right or each.machine
    )
    write_states([row for row in judged if row is not None])
    if touched:
        follow_up(locked, at=at)
    return [each.field for each in touched]


def hash_of(text: str) -> str:
    """The hash of a text as it stands in a box of a form; empty without one."""
    bare = text.replace("\r\n", "\n").strip()
    return source_hash(bare) if bare else ""


def _is_new(thing: Any, each: Written, language: str) -> bool:
    """Whether the translator changed it, and it does not read so already."""
    sent = hash_of(each.text)
    return sent not in (each.own_was, hash_of(text_in(thing, each.field, language)))


def _refuse_moved(thing: Any, language: str, touched: Sequence[Written]) -> None:
    """Refuse where the translator looked at something else than what is there now."""
    moved = []
    for each in touched:
        code = source_of(thing, each.field, language)
        source = hash_of(text_in(thing, each.field, code)) if code else ""
        own = hash_of(text_in(thing, each.field, language))
        if each.source_was != source or own not in (each.own_was, hash_of(each.text)):
            moved.append(each.field)
    if moved:
        raise ChangedMeanwhile(moved)


def _write(everything: Any, thing: Any, texts: Mapping[str, str]) -> None:
    """Let these columns read so; what others are made from stays while it is the only such."""
    for column, text in texts.items():
        field, _underscore, language = column.rpartition("_")
        is_only = language in SOURCE_LANGUAGES and source_of(thing, field, language) is None
        if is_only and not text:
            raise TextNeeded(field)
        setattr(thing, column, text)
    try:
        if texts:
            with transaction.atomic():
                everything.filter(pk=thing.pk).update(**texts)
    except IntegrityError as refused:
        raise TextNeeded from refused


def _judged(
    thing: Any, each: Written, language: str, known: States | None
) -> TranslationState | None:
    """The state of a text somebody read beside its source, or a machine wrote."""
    fresh = made_today(thing, each.field, language)
    if fresh is None:
        return None
    if each.machine:
        fresh.origin = TranslationState.Origin.MACHINE
    elif known is not None:
        row = known.row(thing, each.field, language)
        fresh.origin = row.origin if row else TranslationState.Origin.HUMAN
    fresh.reviewed = each.right
    return fresh

"""A thing in one language beside what it is translated from, field by field."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from rotonde.common.languages import AUTONYMS, direction
from rotonde.common.word_diff import Part, word_diff
from rotonde.translations.models import SourceRevision, TranslationState
from rotonde.translations.reading import Shown
from rotonde.translations.recording import fields_of
from rotonde.translations.states import (
    SOURCE_LANGUAGES,
    States,
    is_behind,
    source_of,
    states_of,
    text_in,
)
from rotonde.translations.translating import hash_of


@dataclass(frozen=True)
class Wording:
    """A text in its language."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def called(self) -> str:
        return AUTONYMS[self.language]

    @property
    def hash(self) -> str:
        return hash_of(self.text)


@dataclass(frozen=True)
class Piece:
    """One field: its source, if there is one, and its text in the language of the page.

    changes: of the source since the text was translated, where that is known; behind: the source
    is itself outdated, so that it is to be brought up to date first.
    """

    field: str
    name: str
    source: Wording | None
    own: Wording
    state: str
    changes: list[Part]
    behind: bool

    @property
    def has_changes(self) -> bool:
        return any(part.changed for part in self.changes)

    @property
    def source_hash(self) -> str:
        return self.source.hash if self.source else ""

    @property
    def is_empty(self) -> bool:
        """Nobody wrote anything: neither the text nor what to make it from."""
        return not self.own.text and self.source is None


def pieces(thing: Any, language: str) -> list[Piece]:
    """The fields of `thing` that are written in any source language, or in this one; two queries.

    In a source language every field, because there it is written first.
    """
    states = states_of([thing])
    olds = _old_wordings([row for row in states.rows.values() if row.language == language])
    found = [_piece(thing, field, language, states, olds) for field in fields_of(type(thing))]
    return [piece for piece in found if language in SOURCE_LANGUAGES or not piece.is_empty]


def _piece(
    thing: Any,
    field: str,
    language: str,
    states: States,
    olds: dict[str, str],
) -> Piece:
    row = states.row(thing, field, language)
    text = text_in(thing, field, language)
    code = source_of(thing, field, language)
    source = Wording(text_in(thing, field, code), code) if code else None
    old = olds.get(row.source_hash) if row and row.source_language == code else None
    state = states.of(thing, field, Shown(text, language, language))
    return Piece(
        field=field,
        name=capfirst(str(type(thing)._meta.get_field(field).verbose_name)),
        source=source,
        own=Wording(text, language),
        state=state,
        changes=word_diff(old, source.text) if old is not None and source else [],
        behind=state == "outdated" and row is not None and not is_behind(thing, row),
    )


def _old_wordings(rows: list[TranslationState]) -> dict[str, str]:
    known = SourceRevision.objects.filter(hash__in={row.source_hash for row in rows})
    return dict(known.values_list("hash", "text"))

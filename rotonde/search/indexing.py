"""Writes the search entries of objects: one row per object and language."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, transaction

from rotonde.search import compounds
from rotonde.search.folding import words
from rotonde.search.languages import CONFIGURATIONS
from rotonde.search.models import Entry
from rotonde.search.registry import searchable
from rotonde.search.vocabulary import learn, vocabulary

WEIGHTS = ("A", "B", "C", "D")

# Stems find other forms of a word; the whole word finds it while it is being typed.
_VECTOR = " || ".join(
    f"setweight(to_tsvector({configuration}, %({weight})s), '{weight}')"
    for weight in WEIGHTS
    for configuration in ("%(configuration)s::regconfig", "'simple'")
)
_INSERT = f"""
    INSERT INTO search_entry (kind, object_id, language, title, vector)
    VALUES (%(kind)s, %(object_id)s, %(language)s, %(title)s, {_VECTOR})
"""  # noqa: S608 - built from constants above


@dataclass(frozen=True)
class _Told:
    """What one object is told with in one language: folded words by their weight."""

    object_id: int
    title: str
    words: dict[str, list[str]]


def index(kind: str, objects: Iterable[Any]) -> int:
    """Bring the entries of `objects` up to date in all languages; the number of entries written.

    An object that no longer has words in a language loses its entry there.
    """
    found = list(objects)
    told = {language: list(_told(kind, found, language)) for language in CONFIGURATIONS}
    with transaction.atomic():
        for language, texts in told.items():
            learn(kind, language, chain(*(chain(*each.words.values()) for each in texts)))
        rows = list(_rows(kind, told))
        forget(kind, [thing.pk for thing in found])
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
    return len(rows)


def forget(kind: str, object_ids: Iterable[int]) -> None:
    """Take objects out of the search."""
    Entry.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()


def _told(kind: str, objects: list[Any], language: str) -> Iterator[_Told]:
    """Those of `objects` that have words in the language."""
    for thing in objects:
        texts = searchable(kind).texts(thing, language)
        folded = {weight: words(texts.get(weight, "")) for weight in WEIGHTS}
        if any(folded.values()):
            yield _Told(thing.pk, texts.get("A", "")[:300], folded)


def _rows(kind: str, told: dict[str, list[_Told]]) -> Iterator[dict[str, Any]]:
    known = vocabulary() if any(told.values()) else None
    for language, texts in told.items():
        own = compounds.PARTS.get(language, frozenset())
        parts = known.of_language(language) | own if known and own else ()
        for each in texts:
            folded = _with_parts(each.words, parts, language) if parts else each.words
            yield {
                "kind": kind,
                "object_id": each.object_id,
                "language": language,
                "title": each.title,
                "configuration": CONFIGURATIONS[language],
                **{weight: " ".join(found) for weight, found in folded.items()},
            }


def _with_parts(
    folded: dict[str, list[str]], known: Collection[str], language: str
) -> dict[str, list[str]]:
    """The same words and the parts of their compounds, which weigh one step less."""
    more = {weight: list(found) for weight, found in folded.items()}
    for weight, lighter in zip(WEIGHTS, [*WEIGHTS[1:], WEIGHTS[-1]], strict=True):
        for word in dict.fromkeys(folded[weight]):
            more[lighter] += compounds.parts(word, known, language=language)
    return more

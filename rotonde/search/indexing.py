"""Writes the search entries of objects: one row per object and language."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from rotonde.search.folding import fold
from rotonde.search.languages import CONFIGURATIONS
from rotonde.search.models import Entry
from rotonde.search.registry import Texts, searchable

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


def index(kind: str, objects: Iterable[Any]) -> int:
    """Bring the entries of `objects` up to date in all languages; the number of entries written.

    An object that no longer has words in a language loses its entry there.
    """
    texts = searchable(kind).texts
    found = list(objects)
    rows = [
        row
        for thing in found
        for language in CONFIGURATIONS
        for row in _rows(kind, thing.pk, language, texts(thing, language))
    ]
    with transaction.atomic():
        forget(kind, [thing.pk for thing in found])
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
    return len(rows)


def forget(kind: str, object_ids: Iterable[int]) -> None:
    """Take objects out of the search."""
    Entry.objects.filter(kind=kind, object_id__in=list(object_ids)).delete()


def _rows(kind: str, object_id: int, language: str, texts: Texts) -> Iterator[dict[str, Any]]:
    folded = {weight: fold(texts.get(weight, "")) for weight in WEIGHTS}
    if any(folded.values()):
        yield {
            "kind": kind,
            "object_id": object_id,
            "language": language,
            "title": texts.get("A", "")[:300],
            "configuration": CONFIGURATIONS[language],
            **folded,
        }

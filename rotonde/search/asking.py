"""Puts words into a query of PostgreSQL's text search: beginnings, stems, and other names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from rotonde.search.folding import words
from rotonde.search.languages import CONFIGURATIONS
from rotonde.search.meanings import MOST_WORDS, Saying, also_called

MAX_WORDS = 8
_EVERY = tuple(dict.fromkeys(["simple", *CONFIGURATIONS.values()]))


@dataclass(frozen=True)
class Asked:
    """A question as tsqueries in text: what must match, what was typed, what it is also called.

    The last two tell how well something matches; `also` may be empty.
    """

    matching: str
    typed: str
    also: str


@dataclass(frozen=True)
class _Part:
    """Some words that have other names together, or one word."""

    typed: tuple[str, ...]
    also: tuple[str, ...]
    optional: bool

    @property
    def either(self) -> str:
        return _any([_all(self.typed), *self.also])


def ask(text: str, *, reader: str) -> Asked | None:
    """All words of `text` in one query; None without a word.

    Each as a beginning, in every language's own stems, or by another name. A word that says
    nothing in some language ("the", "de") need not be there when another word is.
    """
    asked = words(text)[:MAX_WORDS]
    if not asked:
        return None
    parts = list(_parts(asked, reader))
    wanted = [part for part in parts if not part.optional] or parts
    return Asked(
        matching=_all([part.either for part in wanted]),
        typed=_any([each for part in wanted for each in part.typed]),
        also=_any([each for part in wanted for each in part.also]),
    )


def _parts(asked: Sequence[str], reader: str) -> Iterator[_Part]:
    """From left to right, each time the most words that have another name together."""
    spans = {
        (start, end): " ".join(asked[start:end])
        for start in range(len(asked))
        for end in range(start + 1, min(start + MOST_WORDS, len(asked)) + 1)
    }
    names = also_called(spans.values(), reader=reader)
    start = 0
    while start < len(asked):
        ends = range(min(start + MOST_WORDS, len(asked)), start, -1)
        end = next((end for end in ends if spans[start, end] in names), start + 1)
        sayings = names.get(spans[start, end], [])
        typed = tuple(_beginning(word) for word in asked[start:end])
        also = tuple(dict.fromkeys(filter(None, map(_whole, sayings))))
        yield _Part(typed, also, optional=not also and _says_nothing(asked[start]))
        start = end


def _beginning(word: str) -> str:
    """Whatever begins with the word or, in some language, with its stem."""
    return _any([stems for stems in _stems(word, _EVERY, ":*") if stems])


def _says_nothing(word: str) -> bool:
    return "" in _stems(word, _EVERY, ":*")


def _whole(saying: Saying) -> str:
    """The words of another name, all of them, as they are stemmed in its language."""
    configurations = (CONFIGURATIONS[saying.language],) if saying.language else _EVERY
    return _any([stems for stems in _stems(saying.words, configurations, "") if stems])


# Stems never change, so every process needs to ask for a word once.
@lru_cache(maxsize=20_000)
def _stems(phrase: str, configurations: tuple[str, ...], ending: str) -> tuple[str, ...]:
    """A tsquery for each configuration; an empty one where the words say nothing."""
    raw = " & ".join(f"{word}{ending}" for word in phrase.split())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_tsquery(name::regconfig, %s)::text FROM unnest(%s::text[]) AS name",
            [raw, list(configurations)],
        )
        return tuple(row[0] for row in cursor.fetchall())


def _any(queries: Sequence[str]) -> str:
    return _joined(queries, " | ")


def _all(queries: Sequence[str]) -> str:
    return _joined(queries, " & ")


def _joined(queries: Sequence[str], by: str) -> str:
    different = list(dict.fromkeys(filter(None, queries)))
    return different[0] if len(different) == 1 else by.join(f"({query})" for query in different)

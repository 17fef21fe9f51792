"""The distinct words of what can be found, kept by each process and looked after by none alone.

A word that is not known here yet is still found: what is kept only tells what a mistyped word is
meant to be and what compounds are made of. So it may lag behind a little, never lie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection
from django.db.models import Count, Max

from rotonde.search.models import Word

SHORTEST, LONGEST = 3, 60

_LEARN = """
    INSERT INTO search_word (kind, language, word)
    SELECT %(kind)s, %(language)s, new.word FROM unnest(%(words)s::text[]) AS new (word)
    WHERE NOT EXISTS (
        SELECT FROM search_word AS old
        WHERE (old.kind, old.language, old.word) = (%(kind)s, %(language)s, new.word)
    )
"""
_PRUNE = """
    DELETE FROM search_word AS gone
    WHERE NOT EXISTS (
        SELECT FROM search_entry
        WHERE kind = gone.kind AND language = gone.language
          AND vector @@ quote_literal(gone.word)::tsquery
    )
    OR EXISTS (
        SELECT FROM search_word AS twin
        WHERE (twin.kind, twin.language, twin.word) = (gone.kind, gone.language, gone.word)
          AND twin.id < gone.id
    )
"""


@dataclass(frozen=True)
class Vocabulary:
    """Words by (kind, language) as they stood in one `state` of the table."""

    state: tuple[int, int] = (0, 0)
    words: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[str]:
        """All words of a kind, sorted."""
        return self._sorted.get(kind, [])

    def of_language(self, language: str) -> set[str]:
        """All words in a language, of whatever kind."""
        return set().union(*(words for (_, code), words in self.words.items() if code == language))

    def begins(self, kind: str, beginning: str) -> bool:
        """Whether some word of the kind begins like this."""
        words = self.of_kind(kind)
        at = bisect_left(words, beginning)
        return at < len(words) and words[at].startswith(beginning)

    @cached_property
    def _sorted(self) -> dict[str, list[str]]:
        by_kind: dict[str, set[str]] = {}
        for (kind, _), words in self.words.items():
            by_kind.setdefault(kind, set()).update(words)
        return {kind: sorted(words) for kind, words in by_kind.items()}


_kept: Vocabulary | None = None


def kept() -> Vocabulary:
    """What this process knows, without a query but the first time; perhaps of a while ago."""
    return vocabulary() if _kept is None else _kept


def vocabulary() -> Vocabulary:
    """What is known now: one small query, and the words only when some were added or taken out."""
    global _kept  # noqa: PLW0603 - one per process, replaced as a whole
    counted = Word.objects.aggregate(number=Count("pk"), last=Max("pk"))
    state = (counted["number"], counted["last"] or 0)
    if _kept is None or state != _kept.state:
        _kept = Vocabulary(state, _read())
    return _kept


def learn(kind: str, language: str, words: Iterable[str]) -> None:
    """Know these words of the kind from now on."""
    new = sorted({word for word in words if _is_worth_knowing(word)})
    if new:
        with connection.cursor() as cursor:
            cursor.execute(_LEARN, {"kind": kind, "language": language, "words": new})


def forget_unused_words() -> int:
    """Take out the words that no entry has any more; how many."""
    with connection.cursor() as cursor:
        cursor.execute(_PRUNE)
        return cursor.rowcount


def _is_worth_knowing(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def _read() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for kind, language, word in Word.objects.values_list("kind", "language", "word"):
        found.setdefault((kind, language), set()).add(word)
    return {key: frozenset(words) for key, words in found.items()}

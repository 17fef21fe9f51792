"""What else a word is called: by the glossary in eight languages, and by what editors know."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from rotonde.search.folding import fold
from rotonde.search.models import Phrase

MOST_WORDS = 4
# "mutualiteit / ziekenfonds" and "child benefit (Groeipakket)" are two ways to say it each.
_BETWEEN = re.compile(r"[/(),;]")

_ALSO = """
    SELECT said.words, other.language, other.words
    FROM search_phrase AS said JOIN search_phrase AS other USING (meaning)
    WHERE said.words = ANY(%(asked)s) AND other.words <> said.words
    UNION
    SELECT word, '', also FROM search_synonym
    WHERE word = ANY(%(asked)s) AND language IN ('', %(reader)s)
    UNION
    SELECT also, '', word FROM search_synonym
    WHERE also = ANY(%(asked)s) AND language IN ('', %(reader)s) AND both_ways
    ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class Saying:
    """Folded words in a language; in whichever language where that is empty."""

    language: str
    words: str


def also_called(phrases: Iterable[str], *, reader: str) -> dict[str, list[Saying]]:
    """What else each of the folded `phrases` is called; nothing for those that have no other name.

    What editors wrote for readers of another language does not count.
    """
    found: dict[str, list[Saying]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ALSO, {"asked": list(phrases), "reader": reader})
        for phrase, language, words in cursor.fetchall():
            found[phrase].append(Saying(language, words))
    return dict(found)


@transaction.atomic
def write_meanings(meanings: Mapping[str, Mapping[str, str]]) -> int:
    """Keep what each meaning is called by language instead of what was kept of it; the phrases."""
    Phrase.objects.filter(meaning__in=list(meanings)).delete()
    rows = {
        (meaning, language, fold(part))
        for meaning, texts in meanings.items()
        for language, text in texts.items()
        for part in _BETWEEN.split(text)
    }
    written = [
        Phrase(meaning=meaning, language=language, words=words)
        for meaning, language, words in sorted(rows)
        if words and len(words.split()) <= MOST_WORDS
    ]
    return len(Phrase.objects.bulk_create(written))


def forget_meanings(meanings: Iterable[str]) -> None:
    """Nothing is called so any more."""
    Phrase.objects.filter(meaning__in=list(meanings)).delete()

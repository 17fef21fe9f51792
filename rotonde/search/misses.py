"""Remembers which words found nothing, and nothing of who searched them."""

import re
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from rotonde.search.folding import fold
from rotonde.search.models import Miss

# Longer ones are stories, and stories are about people.
MOST_LETTERS = 40
# Whoever searches for random letters all day fills no disk.
MOST_ROWS = 5_000
KEPT = timedelta(days=365)
# A mail address, a telephone or a register number is somebody's.
_PERSONAL = re.compile(r"@|[0-9](?:[^a-z]*[0-9]){4}", re.IGNORECASE)

_NOTE = """
    INSERT INTO search_miss (words, language, count, last_at)
    SELECT %(words)s, %(language)s, 1, %(at)s
    WHERE (SELECT count(*) FROM search_miss) < %(most)s
       OR EXISTS (SELECT FROM search_miss WHERE (words, language) = (%(words)s, %(language)s))
    ON CONFLICT (words, language)
    DO UPDATE SET count = search_miss.count + 1, last_at = excluded.last_at
"""


def note_miss(text: str, *, language: str, at: datetime) -> bool:
    """Count that `text` found nothing for a reader of `language`; whether it is kept at all."""
    words = fold(text)
    if not words or len(words) > MOST_LETTERS or _PERSONAL.search(text):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"words": words, "language": language, "at": at, "most": MOST_ROWS})
    return True


def misses(*, at: datetime) -> QuerySet[Miss]:
    """What was missed within a year, the most often first."""
    return Miss.objects.filter(last_at__gt=at - KEPT)


def forget_misses(*, at: datetime) -> int:
    """Delete what nobody has missed for a year; how many."""
    return Miss.objects.filter(last_at__lte=at - KEPT).delete()[0]

"""Finds objects by the words of any language, folded, and by the beginning of a word."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, Max, QuerySet, Value, When

from rotonde.search.folding import words
from rotonde.search.languages import CONFIGURATIONS
from rotonde.search.models import Entry

MAX_WORDS = 8
OWN_LANGUAGE_BONUS = 0.5


def search_query(text: str) -> SearchQuery | None:
    """All words of `text`, each as a prefix, in every language's own stems; None without a word."""
    asked = words(text)[:MAX_WORDS]
    if not asked:
        return None
    raw = " & ".join(f"{word}:*" for word in asked)
    configurations = dict.fromkeys(["simple", *CONFIGURATIONS.values()])
    return reduce(
        or_,
        (SearchQuery(raw, search_type="raw", config=config) for config in configurations),
    )


def find(kind: str, text: str, language: str) -> QuerySet[Entry, Any] | None:
    """Rows {object_id, rank} of the `kind` that match `text`, best first; None without a word.

    A hit in the reader's own `language` ranks before one in another.
    """
    query = search_query(text)
    if query is None:
        return None
    bonus = Case(
        When(language=language, then=Value(OWN_LANGUAGE_BONUS)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    return (
        Entry.objects.filter(kind=kind, vector=query)
        .annotate(score=SearchRank(F("vector"), query) + bonus)
        .values("object_id")
        .annotate(rank=Max("score"))
        .order_by("-rank", "object_id")
    )

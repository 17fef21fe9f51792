"""Finds objects by the words of any language, folded, and by the beginning of a word."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import Case, F, FloatField, Max, QuerySet, Value, When

from rotonde.search.asking import ask
from rotonde.search.models import Entry

# More than the best hit can weigh: the reader's own language always comes first.
OWN_LANGUAGE_BONUS = 2.0
# A hit by another name never weighs more than one by the name that was typed.
ALSO_CALLED = 0.05


class Written(SearchQuery):
    """A query that is written out already, stems and all."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")


def find(kind: str, text: str, language: str) -> QuerySet[Entry, Any] | None:
    """Rows {object_id, rank} of the `kind` that match `text`, best first; None without a word.

    A hit in the reader's own `language` ranks before one in another; among those a hit in the
    name before one in what is told of it, and what was typed before what it is also called.
    """
    asked = ask(text, reader=language)
    if asked is None:
        return None
    score: Any = Case(
        When(language=language, then=Value(OWN_LANGUAGE_BONUS)),
        default=Value(0.0),
        output_field=FloatField(),
    ) + SearchRank(F("vector"), Written(asked.typed))
    if asked.also:
        score += SearchRank(F("vector"), Written(asked.also)) * Value(ALSO_CALLED)
    return (
        Entry.objects.filter(kind=kind, vector=Written(asked.matching))
        .annotate(score=score)
        .values("object_id")
        .annotate(rank=Max("score"))
        .order_by("-rank", "object_id")
    )


def ranks(kind: str, text: str, language: str) -> dict[int, float]:
    """How well each object of the `kind` matches `text`; nothing for those that do not."""
    entries: Any = find(kind, text, language)
    if entries is None:
        return {}
    # Thousands may match: their numbers are read as they come.
    sql, values = entries.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return dict(cursor.fetchall())


def finds(kind: str, text: str, *, reader: str) -> bool:
    """Whether anything of the `kind` matches `text`."""
    asked = ask(text, reader=reader)
    found = Entry.objects.filter(kind=kind)
    return asked is not None and found.filter(vector=Written(asked.matching)).exists()

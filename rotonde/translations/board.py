"""The editors' board: how far each language is, and what waits to be translated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from rotonde.translations.kinds import Kind, kinds
from rotonde.translations.reading import shown
from rotonde.translations.recording import fields_of
from rotonde.translations.standing import standing
from rotonde.translations.tally import bring_up_to_date

STATES = ("complete", "outdated", "machine", "missing")
TO_DO = STATES[1:]

_COUNTED = """
    SELECT code, language, sum(complete), sum(outdated), sum(machine), sum(missing)
    FROM ({tallies}) each GROUP BY 1, 2
"""
_WAITING = """
    SELECT code, object_id, language,
        {outdated} AS outdated, {machine} AS machine, {missing} AS missing,
        {since} AS since, count(*) OVER () AS total
    FROM ({tallies}) each
    WHERE {some}
    ORDER BY since NULLS LAST, outdated DESC, code, object_id, language
    LIMIT %s OFFSET %s
"""
_TALLIES = """
    SELECT %s::text AS code, tally.* FROM translations_tally tally
    WHERE model = %s AND language = ANY(%s) AND object_id IN ({counted})
"""


_MISSING = """
    SELECT code, object_id, field FROM ({standing}) each
    WHERE state = 'missing' ORDER BY 1, 2, 3 LIMIT %s
"""


@dataclass
class Coverage:
    """How many texts stand how."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))

    def add(self, state: str, number: int) -> None:
        self.counts[state] += number

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def percent(self) -> int:
        """Rounded down: hundred means all of it."""
        return self.counts["complete"] * 100 // self.total if self.total else 100

    @property
    def bar(self) -> list[tuple[str, float, float]]:
        """Its pieces from the left: state, begin and length in percent."""
        pieces, begin = [], 0.0
        for state in STATES:
            length = self.counts[state] * 100 / self.total if self.total else 0
            pieces.append((state, round(begin, 2), round(length, 2)))
            begin += length
        return [piece for piece in pieces if piece[2]]


@dataclass(frozen=True)
class Standing:
    """Coverage by language, and by kind of content and language."""

    languages: dict[str, Coverage]
    kinds: list[tuple[Kind, dict[str, Coverage]]]


@dataclass(frozen=True)
class Work:
    """One thing in one language that is not complete: how many of its texts stand how."""

    kind: Kind
    key: int
    language: str
    outdated: int
    machine: int
    missing: int
    since: datetime | None
    title: str


@dataclass(frozen=True)
class Waiting:
    """A stretch of what waits, and how many there are."""

    works: list[Work]
    total: int


def coverage(*, languages: Sequence[str], user: Any) -> Standing:
    """How all content that readers see stands in these languages; two queries."""
    every = list(kinds().values())
    bring_up_to_date()
    sql, parameters = _tallies(every, languages, user)
    by_kind: dict[str, dict[str, Coverage]] = {
        kind.code: {language: Coverage() for language in languages} for kind in every
    }
    by_language = {language: Coverage() for language in languages}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(tallies=sql), parameters)
        for code, language, *numbers in cursor.fetchall():
            for state, number in zip(STATES, numbers, strict=True):
                by_kind[code][language].add(state, int(number))
                by_language[language].add(state, int(number))
    rows = [(kind, by_kind[kind.code]) for kind in every]
    return Standing(by_language, [row for row in rows if any(c.total for c in row[1].values())])


def waiting(
    *,
    wanted: Sequence[Kind],
    languages: Sequence[str],
    states: Sequence[str],
    user: Any,
    reader: str,
    first: int,
    most: int,
) -> Waiting:
    """What is not complete, whose source waits the longest first; two queries, and one for each
    kind of which something is found.
    """
    bring_up_to_date()
    sql, parameters = _tallies(wanted, languages, user)
    # What is not asked for is none, and has not waited.
    asked = {state: state if state in states else "0::smallint" for state in TO_DO}
    since = f"least({', '.join(f'{state}_since' for state in TO_DO if state in states)})"
    some = " + ".join(asked.values()) + " > 0"
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITING.format(tallies=sql, since=since, some=some, **asked),
            [*parameters, most, first],
        )
        rows = cursor.fetchall()
    titles = _titles({(row[0], row[1]) for row in rows}, reader)
    every = kinds()
    works = [_work(every[row[0]], row, titles) for row in rows]
    return Waiting(works, rows[0][7] if rows else 0)


def missing(*, language: str, limit: int, wanted: Sequence[Kind]) -> list[tuple[str, int, str]]:
    """Code, key and field of texts of these kinds that readers miss in a language."""
    sql, parameters = standing(wanted, [language], None)
    with connection.cursor() as cursor:
        cursor.execute(_MISSING.format(standing=sql), [*parameters, limit])
        found: list[tuple[str, int, str]] = cursor.fetchall()
    return found


def _tallies(wanted: Sequence[Kind], languages: Sequence[str], user: Any) -> tuple[str, list[Any]]:
    """A query of the tallies of what readers see of these kinds, and its parameters."""
    parts, parameters = [], list[Any]()
    for kind in wanted:
        counted, more = kind.counted(user).order_by().values("pk").query.sql_with_params()
        parts.append(_TALLIES.format(counted=counted))
        parameters += [kind.code, kind.label, list(languages), *more]
    return " UNION ALL ".join(parts), parameters


def _work(kind: Kind, row: Sequence[Any], titles: dict[tuple[str, int], str]) -> Work:
    code, key, language, outdated, machine, missing, since, _total = row
    return Work(kind, key, language, outdated, machine, missing, since, titles[code, key])


def _titles(keys: set[tuple[str, int]], reader: str) -> dict[tuple[str, int], str]:
    found: dict[str, list[int]] = defaultdict(list)
    for code, key in keys:
        found[code].append(key)
    return {
        (code, thing.pk): title_of(thing, reader)
        for code, ids in found.items()
        for thing in kinds()[code].model._default_manager.filter(pk__in=ids)
    }


def title_of(thing: Any, reader: str) -> str:
    """What a thing is called: the first of its texts."""
    return shown(thing, fields_of(type(thing))[0], reader).text or str(thing)

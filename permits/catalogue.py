"""Reads what a party's procedures are and how long they take on which day: one query.

Written in SQL because every hold and every look at free times asks it: Django takes longer to
compose the query than PostgreSQL to answer it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from permits.parties import Act, Duration, UnknownProcedure

# No date means: always, until a dated timing begins.
_TIMINGS = """
    SELECT procedure.id, procedure.slug, procedure.agency_kind, procedure.position,
        ARRAY(
            SELECT to_procedure_id FROM permits_procedure_follows
            WHERE from_procedure_id = procedure.id
        ),
        timing.valid_from, timing.minutes, timing.extra_adult_minutes, timing.extra_child_minutes
    FROM permits_procedure AS procedure
    JOIN permits_timing AS timing ON timing.procedure_id = procedure.id
    WHERE procedure.slug = ANY(%s)
    ORDER BY procedure.id, timing.valid_from NULLS FIRST
"""


@dataclass(frozen=True)
class Catalogue:
    """Acts by code, and per code its durations by the day from which they hold."""

    acts: dict[str, Act]
    timings: dict[str, list[tuple[date, Duration]]]

    @property
    def agencies(self) -> set[str]:
        """The kinds of agency that are needed."""
        return {act.agency for act in self.acts.values()}

    def durations_on(self, day: date) -> dict[str, Duration] | None:
        """What each procedure takes on `day`; None while one of them has no duration yet."""
        found = {}
        for code, timings in self.timings.items():
            valid = [duration for valid_from, duration in timings if valid_from <= day]
            if not valid:
                return None
            found[code] = valid[-1]
        return found


def read_catalogue(codes: Collection[str]) -> Catalogue:
    """The catalogue of `codes`. Raises UnknownProcedure for one without a row or a duration."""
    acts: dict[str, Act] = {}
    timings: dict[str, list[tuple[date, Duration]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TIMINGS, [sorted(codes)])
        for id, code, agency, position, follows, valid_from, *minutes in cursor.fetchall():
            acts[code] = Act(id, code, agency, position, frozenset(follows))
            timings.setdefault(code, []).append((valid_from or date.min, Duration(*minutes)))
    for code in sorted(codes):
        if code not in acts:
            raise UnknownProcedure(code)
    return Catalogue(acts, timings)

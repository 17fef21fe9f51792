"""The row of a visit, read and written with no more columns than booking needs.

In SQL because every hold and every confirmation asks it: of forty columns of a visit, as many of
its center and its municipality, Django would spend more time on composing and reading the row than
on all the rest. What is not read here is read when somebody asks for it, as with `only()`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from psycopg.types.json import Jsonb

from permits.models import Center, Visit
from permits.refusals import NoSuchVisit
from rotonde.region.models import Municipality


def _columns(model: type[models.Model], names: Collection[str]) -> list[str]:
    """Those columns in the order of the model, as `from_db` takes them."""
    return [f.attname for f in model._meta.concrete_fields if f.attname in names]


_CENTER = _columns(
    Center,
    {
        *("id", "slug", "time_zone", "municipality_id", "reception_minutes", "lead_minutes"),
        *("horizon_days", "change_minutes", "embargo_min_minutes", "embargo_max_minutes"),
        *("embargo_hours", "offer_minutes"),
    },
)
_MUNICIPALITY = _columns(Municipality, {"id", "nis_code"})
_VISIT = _columns(
    Visit,
    {
        *("id", "code", "center_id", "date", "municipality_id", "state", "origin", "language"),
        *("first_cell", "reception_cells", "end_cell", "hold_expires_at", "ticket", "name"),
        *("email", "sequence", "changed_at", "account_id", "beside_id", "officer_language"),
    },
)
_READ_CENTER = f"SELECT {', '.join(_CENTER)} FROM permits_center WHERE slug = %s"  # noqa: S608
_READ_VISIT = f"""
    SELECT {", ".join(f"visit.{name}" for name in _VISIT)},
        {", ".join(f"center.{name}" for name in _CENTER)},
        {", ".join(f"city.{name}" for name in _MUNICIPALITY)}
    FROM permits_visit AS visit
    JOIN permits_center AS center ON center.id = visit.center_id
    JOIN region_municipality AS city ON city.id = visit.municipality_id
    WHERE visit.code = %s
"""  # noqa: S608  names of columns

# What a hold knows; everything else of its row is empty until it is booked.
_HOLD = (
    *("code", "center_id", "date", "municipality_id", "state", "origin", "first_cell"),
    *("reception_cells", "end_cell", "hold_expires_at", "language", "session_key"),
    *("address_hash", "block_hash", "officer_language", "beside_id", "created_at", "changed_at"),
    *("account_id", "rule_set_id", "answers"),
)
_WRITE_HOLD = f"""
    INSERT INTO permits_visit
        ({", ".join(_HOLD)}, extensions, ticket, name, email, sequence, reason)
    VALUES ({", ".join(f"%({name})s" for name in _HOLD)}, 0, '', '', '', 0, '')
    RETURNING id
"""  # noqa: S608  names of columns
_BOOK = """
    WITH booked AS (
        UPDATE permits_visit SET state = 'booked', name = %(name)s, email = %(email)s,
            phone = %(phone)s, mail_key = %(mail_key)s, language = %(language)s,
            account_id = %(account_id)s, ticket = %(ticket)s, confirmed_at = %(confirmed_at)s,
            changed_at = %(changed_at)s
        WHERE id = %(id)s AND state = 'held' AND hold_expires_at > %(confirmed_at)s
        RETURNING id
    ), named AS (
        UPDATE permits_attendee AS person SET name = given.name
        FROM booked, unnest(%(names)s::text[]) WITH ORDINALITY AS given (name, number)
        WHERE person.visit_id = booked.id AND person.position = given.number - 1
    )
    SELECT id FROM booked
"""


def center_called(slug: str) -> Center:
    """The center of that name, as booking needs it. Raises Center.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_CENTER, [slug])
        row = cursor.fetchone()
    if row is None:
        raise Center.DoesNotExist
    return Center.from_db(DEFAULT_DB_ALIAS, _CENTER, row)


def visit_called(code: str) -> Visit:
    """The visit with that code, its center and its municipality. Raises NoSuchVisit."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_VISIT, [code])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchVisit
    of_visit, of_center = len(_VISIT), len(_VISIT) + len(_CENTER)
    visit = Visit.from_db(DEFAULT_DB_ALIAS, _VISIT, row[:of_visit])
    visit.center = Center.from_db(DEFAULT_DB_ALIAS, _CENTER, row[of_visit:of_center])
    visit.municipality = Municipality.from_db(DEFAULT_DB_ALIAS, _MUNICIPALITY, row[of_center:])
    return visit


def write_hold(visit: Visit) -> None:
    """Save a new hold, which gets its number."""
    values: dict[str, Any] = {name: getattr(visit, name) for name in _HOLD}
    values["answers"] = Jsonb(visit.answers)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_HOLD, values)
        (visit.pk,) = cursor.fetchone()
    visit._state.adding, visit._state.db = False, DEFAULT_DB_ALIAS


def book(visit: Visit, details: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Make the hold a visit of people of these names, in the order of the party.

    If it is still held and has not run out: whether it was.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, {"id": visit.pk, "names": list(names), **details})
        return cursor.fetchone() is not None

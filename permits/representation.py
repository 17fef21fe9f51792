"""Times, visits, centers and procedures as the API gives them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from permits.availability import PlannedStep, Start
from permits.cells import instant_of
from permits.models import Agency, Center, Procedure, Timing, Visit
from permits.timetable import planned_steps
from rotonde.translations.states import States, described, states_of, states_of_each

Written = Callable[[int], str]

_PEOPLE = """
    SELECT person.kind, person.name, ARRAY(
        SELECT procedure.slug
        FROM permits_attendee_procedures AS asked
        JOIN permits_procedure AS procedure ON procedure.id = asked.procedure_id
        WHERE asked.attendee_id = person.id
        ORDER BY procedure.position, procedure.slug
    )
    FROM permits_attendee AS person WHERE person.visit_id = %s ORDER BY person.position
"""


def starts_told(starts: Iterable[Start], zone: str) -> list[dict[str, Any]]:
    """Starts with their steps; instants in ISO 8601 with the offset of `zone`."""
    at = written_in(zone)
    return [start_told(start, at) for start in starts]


def start_told(start: Start, at: Written) -> dict[str, Any]:
    """A start with its steps; `at` writes cells, in the order in which they are told."""
    return {
        "start": at(start.cell),
        "end": at(start.end_cell),
        "steps": _steps_told(start.steps, at),
    }


def hold_told(visit: Visit) -> dict[str, Any]:
    """A hold; read with its center."""
    zone = ZoneInfo(visit.center.time_zone)
    until = visit.hold_expires_at
    return {
        "code": visit.code,
        "center": visit.center.slug,
        "expires_at": until and until.astimezone(zone),
        **_when(visit),
    }


def visit_told(visit: Visit, *, site: str) -> dict[str, Any]:
    """A visit; `site` is the root address before its private link."""
    with override(visit.language):
        page = reverse("permits:visit", args=[visit.code])
        calendar = reverse("permits:calendar", args=[visit.code])
    return {
        "code": visit.code,
        "state": visit.state,
        "center": visit.center.slug,
        "municipality": visit.municipality.nis_code,
        "ticket": visit.ticket,
        "language": visit.language,
        "people": _people_told(visit),
        **_when(visit),
        "url": site + page,
        "calendar": site + calendar,
    }


def _people_told(visit: Visit) -> list[dict[str, Any]]:
    """Who comes and what for, in order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [visit.pk])
        return [
            {"kind": kind, "name": name, "procedures": codes}
            for kind, name, codes in cursor.fetchall()
        ]


def centers_told(centers: Sequence[Center], *, reader: str) -> list[dict[str, Any]]:
    """Centers read with place, municipality, and agencies with their municipalities."""
    agencies = [agency for center in centers for agency in center.agencies.all()]
    states, agency_states = states_of_each(centers, agencies)
    return [
        {
            "code": center.slug,
            "name": described(center, "name", reader, states),
            "street_address": center.place.street_address,
            "postal_code": center.place.postal_code,
            "locality": center.place.locality,
            "latitude": center.place.latitude,
            "longitude": center.place.longitude,
            "municipality": center.municipality.nis_code,
            "time_zone": center.time_zone,
            "reception_minutes": center.reception_minutes,
            "horizon_days": center.horizon_days,
            "agencies": [_agency(one, reader, agency_states) for one in center.agencies.all()],
            "verified": center.verified,
        }
        for center in centers
    ]


def procedures_told(
    procedures: Sequence[Procedure], *, reader: str, day: date
) -> list[dict[str, Any]]:
    """Procedures read with what they follow and their timings, as they stand on `day`."""
    states = states_of(procedures)
    return [
        {
            "code": procedure.slug,
            "agency": procedure.agency_kind,
            "official_name": procedure.official_name,
            "name": described(procedure, "name", reader, states),
            "summary": described(procedure, "summary", reader, states),
            "follows": [other.slug for other in procedure.follows.all()],
            **_minutes(procedure.timings.all(), day),
            "verified": procedure.verified,
        }
        for procedure in procedures
    ]


def _agency(agency: Agency, reader: str, states: States) -> dict[str, Any]:
    return {
        "kind": agency.kind,
        "name": described(agency, "name", reader, states),
        "municipalities": sorted(each.nis_code for each in agency.municipalities.all()),
    }


def _minutes(timings: Iterable[Timing], day: date) -> dict[str, int | None]:
    fields = ("minutes", "extra_adult_minutes", "extra_child_minutes")
    begun = [timing for timing in timings if timing.valid_from is None or timing.valid_from <= day]
    latest = max(begun, key=lambda timing: timing.valid_from or date.min, default=None)
    return {field: getattr(latest, field, None) for field in fields}


def _when(visit: Visit) -> dict[str, Any]:
    at = written_in(visit.center.time_zone)
    return {
        "start": at(visit.first_cell),
        "end": at(visit.end_cell),
        "steps": _steps_told(planned_steps(visit), at),
    }


def _steps_told(steps: Iterable[PlannedStep], at: Written) -> list[dict[str, Any]]:
    return [
        {
            "person": step.person,
            "agency": step.agency,
            "procedure": step.procedure,
            "start": at(step.first_cell),
            "end": at(step.first_cell + step.cell_count),
        }
        for step in steps
    ]


def written_in(zone: str) -> Written:
    """A writer of cells as local time in `zone`."""
    return partial(_written, zone)


# Thousands of steps share few cells, and so do those who ask: two months are 17,000.
@lru_cache(maxsize=50_000)
def _written(zone: str, cell: int) -> str:
    return instant_of(cell).astimezone(ZoneInfo(zone)).isoformat()

"""Appointments for programs: what is free, a hold, a visit.

No cookie and no token: the code of a hold is the key to it.
"""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from permits import booking
from permits.asked import (
    center_called,
    municipality_called,
    person_from,
    refusals_as_problems,
)
from permits.days import local_day
from permits.free_times import free_starts
from permits.instants import UnreadableStart, startable
from permits.models import Center, Procedure, Visit
from permits.offers import FirstOf, Wish
from permits.parties import Party, Person
from permits.presentation.starts_as_json import starts_as_json
from permits.pressure.challenge import Proof
from permits.pressure.earning import check_earned
from permits.representation import (
    centers_told,
    hold_told,
    procedures_told,
    visit_told,
)
from permits.schemas import (
    AskedAvailability,
    AvailabilityOut,
    CenterPage,
    ConfirmIn,
    HoldIn,
    HoldOut,
    ProcedurePage,
    VisitOut,
)
from rotonde.common.addresses import address_of
from rotonde.common.answers import reader_of, site_of
from rotonde.common.prepared import prepared
from rotonde.common.problems import Problem

router = Router(tags=["appointments"])


@router.get("centers", response=CenterPage, summary="Centers, their agencies, for whom they act")
def centers(request: HttpRequest, lang: str | None = None) -> dict[str, Any]:
    found = list(
        Center.objects.select_related("place", "municipality").prefetch_related(
            "agencies__municipalities"
        )
    )
    return _whole(centers_told(found, reader=reader_of(request)))


@router.get("procedures", response=ProcedurePage, summary="What a visit may be for")
def procedures(request: HttpRequest, lang: str | None = None) -> dict[str, Any]:
    found = list(Procedure.objects.prefetch_related("follows", "timings"))
    reader = reader_of(request)
    return _whole(procedures_told(found, reader=reader, day=timezone.localdate()))


@router.get("availability", response=AvailabilityOut, summary="Times that fit a whole party")
@prepared()
def availability(request: HttpRequest, query: Query[AskedAvailability]) -> HttpResponse:
    reader_of(request)
    center, now = center_called(query.center), timezone.now()
    with refusals_as_problems(request, people="person"):
        found = free_starts(
            center,
            Party(tuple(person_from(text) for text in query.person), query.officer_language),
            municipality=municipality_called(query.municipality),
            first_day=query.first_day or local_day(center, now),
            days=query.days,
            at=now,
        )
    etag = f'"{found.version}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        starts = starts_as_json(found.starts, center.time_zone)
        body = f'{{"version":{json.dumps(found.version)},"starts":{starts}}}'
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


@router.post("holds", response={201: HoldOut}, summary="Hold a time for ten minutes")
@prepared()
def hold(request: HttpRequest, body: HoldIn) -> Status[dict[str, Any]]:
    """A start that was free a moment ago, or the first free one of some days: nobody who asks for

    that is told that somebody was faster while these days have any. Where the time is taken or the
    days are full: 409 with the nearest free starts.
    """
    reader_of(request)
    center = center_called(body.center)
    with refusals_as_problems(request, people="people", center=center):
        proof = Proof(body.challenge, body.solution)
        check_earned(center, address_of(request), proof, at=timezone.now())
        visit = booking.hold(
            center=center,
            party=Party(
                tuple(Person(one.kind, tuple(one.procedures)) for one in body.people),
                body.officer_language,
            ),
            start=_wish(body, center),
            municipality=municipality_called(body.municipality),
            origin=Visit.Origin.API,
            language=body.language,
            address=address_of(request),
            at=timezone.now(),
        )
    return Status(201, hold_told(visit))


@router.post(
    "holds/{code}/confirm",
    response={201: VisitOut, 200: VisitOut},
    summary="Book what is held; asked again, the same visit",
)
@prepared()
def confirm(request: HttpRequest, code: str, body: ConfirmIn) -> Status[dict[str, Any]]:
    reader_of(request)
    with refusals_as_problems(request, people="people"):
        confirmed = booking.confirm(
            code=code,
            name=body.name,
            email=body.email,
            language=body.language,
            names=_names(code, body),
            at=timezone.now(),
        )
    told = visit_told(confirmed.visit, site=site_of(request))
    return Status(200 if confirmed.already else 201, told)


@router.delete("holds/{code}", response={204: None}, summary="Give a held time back")
def release(request: HttpRequest, code: str) -> Status[None]:
    reader_of(request)
    with refusals_as_problems(request, people="people"):
        booking.release(code=code, at=timezone.now())
    return Status(204, None)


def _names(code: str, body: ConfirmIn) -> list[str]:
    """Of each person in the order of the party; who books alone need not say it twice."""
    if not body.people:
        return [body.name]
    people = Visit.objects.filter(code=code).values_list("attendees__id", flat=True)
    if people and len(body.people) != len(people):
        title = _("Name each of the people this time is held for, in the same order.")
        raise Problem(422, title, field="people")
    return [person.name for person in body.people]


def _wish(body: HoldIn, center: Center) -> Wish:
    if body.start is None:
        return FirstOf(body.first_day or local_day(center, timezone.now()), body.days)
    return _startable(body.start)


def _startable(start: datetime) -> datetime:
    try:
        return startable(start)
    except UnreadableStart:
        title = _("No visit can start then: give a date near today and a multiple of five minutes.")
        raise Problem(422, title, field="start") from None


def _whole(results: list[dict[str, Any]]) -> dict[str, Any]:
    """A list short enough for one page, in the shape of all lists."""
    return {"count": len(results), "next": None, "previous": None, "results": results}

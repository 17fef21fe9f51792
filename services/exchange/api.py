"""The directory as HSDS 3.0 answers it: https://docs.openreferral.org, at /hsds/ of the portal."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from rotonde.common.answers import cached_json, site_of
from rotonde.organisations.models import Organisation
from services.exchange import hsds
from services.exchange.asked import (
    AskedPage,
    AskedServices,
    asked_services,
    page_of,
    theme_by_id,
)
from services.exchange.changes import changed_since, tombstone
from services.exchange.documents import themes_by_slug
from services.exchange.ids import hsds_id, named_by
from services.exchange.records import Values, organisation_values, theme_values, told_records
from services.models import Channel, Service, Theme

router = Router(tags=["hsds"])

_NESTED = (
    "phones",
    "languages",
    "schedules",
    "service_at_locations",
    "required_documents",
    "attributes",
)


@router.get("", summary="Which version of HSDS this is")
def base(request: HttpRequest) -> HttpResponse:
    openapi = site_of(request) + reverse("hsds:openapi-json")
    return cached_json(request, {"version": "3.0", "profile": openapi, "openapi_url": openapi})


@router.get("services", summary="Services; with updated_since also those that went")
def services(request: HttpRequest, query: Query[AskedServices]) -> HttpResponse:
    since, found = query.since, asked_services(query, Service.objects.published())
    if since is None:
        rows = found.order_by("public_id").values_list("changed_at", "public_id")
    else:
        narrowed = query.search or query.organization_id or query.taxonomy_term_id
        rows = changed_since(since, found, whole=not narrowed)
    members, page = page_of(rows, query)
    told = services_told([public_id for _at, public_id in members])
    contents = [told.get(public_id) or tombstone(public_id, at) for at, public_id in members]
    return cached_json(request, {**page, "contents": [_as_asked(each, query) for each in contents]})


@router.get("services/{id}", summary="One service with everything")
def service(request: HttpRequest, id: str) -> HttpResponse:
    published = Service.objects.published()
    found = _one(published.filter(public_id=id) if len(id) == 8 else _named(id, published))
    return cached_json(request, services_told([found.public_id])[found.public_id])


@router.get("organizations", summary="Organizations with a service")
def organizations(request: HttpRequest, query: Query[AskedPage]) -> HttpResponse:
    found, page = page_of(_organisations().order_by("slug"), query)
    told = [hsds.organisation_told(organisation_values(each)) for each in found]
    return cached_json(request, {**page, "contents": told})


@router.get("organizations/{id}", summary="One organization with the names of its services")
def organization(request: HttpRequest, id: str) -> HttpResponse:
    found = _one(named_by(_uuid(id), _organisations(), "organization", "slug"))
    own = Service.objects.published().filter(organisation=found).order_by("public_id")
    told = services_told(own.values_list("public_id", flat=True))
    short = [{name: each[name] for name in ("id", "name", "status")} for each in told.values()]
    body = hsds.organisation_told(organisation_values(found)) | {"services": short}
    return cached_json(request, body)


@router.get("service_at_locations", summary="Services at their places")
def service_at_locations(request: HttpRequest, query: Query[AskedPage]) -> HttpResponse:
    rows = _desks().order_by("service__public_id", "position")
    found, page = page_of(rows.values_list("service__public_id", "position"), query)
    return cached_json(request, {**page, "contents": _at_locations(found)})


@router.get("service_at_locations/{id}", summary="One service at one place")
def service_at_location(request: HttpRequest, id: str) -> HttpResponse:
    named = named_by(_uuid(id), _desks(), "service_at_location", "service__public_id", "position")
    desk = _one(named.select_related("service"))
    return cached_json(request, _at_locations([(desk.service.public_id, desk.position)])[0])


@router.get("taxonomies", summary="The taxonomies: there is one")
def taxonomies(request: HttpRequest, query: Query[AskedPage]) -> HttpResponse:
    found, page = page_of([hsds.taxonomy_told()], query)
    return cached_json(request, {**page, "contents": found})


@router.get("taxonomies/{id}", summary="The taxonomy of themes")
def taxonomy(request: HttpRequest, id: str) -> HttpResponse:
    told = hsds.taxonomy_told()
    if _uuid(id) != told["id"]:
        raise Http404
    return cached_json(request, told)


@router.get("taxonomy_terms", summary="Themes: what people look for")
def taxonomy_terms(request: HttpRequest, query: Query[AskedPage]) -> HttpResponse:
    themes = Theme.objects.select_related("parent").order_by("position", "slug")
    found, page = page_of(themes, query)
    told = [hsds.term_told(theme_values(each)) for each in found]
    return cached_json(request, {**page, "contents": told})


@router.get("taxonomy_terms/{id}", summary="One theme")
def taxonomy_term(request: HttpRequest, id: str) -> HttpResponse:
    told = hsds.term_told(theme_values(theme_by_id(_uuid(id))))
    return cached_json(request, told | {"taxonomy_detail": hsds.taxonomy_told()})


def services_told(public_ids: Iterable[str]) -> dict[str, Values]:
    """Published services with everything, by public id and in its order."""
    rows = Service.objects.published().filter(public_id__in=list(public_ids)).order_by("public_id")
    found, terms = list(rows.told()), themes_by_slug()
    return {
        service.public_id: hsds.service_told(record, terms)
        # When the portal changed it; a file does not say so, it says what is true.
        | {"last_modified": service.changed_at.isoformat()}
        for service, record in zip(found, told_records(found), strict=True)
    }


def _as_asked(told: Values, query: AskedServices) -> Values:
    if query.minimal:
        return {name: told[name] for name in ("id", "name", "status", "last_modified")}
    if query.full:
        return told
    short = {name: value for name, value in told.items() if name not in _NESTED}
    # So that nobody takes it for all there is to say, and reads it back as such.
    return short | {hsds.EXTENSION: told[hsds.EXTENSION] | {"short": True}}


def _at_locations(rows: Iterable[Any]) -> list[Values]:
    wanted = list(rows)
    told = services_told({public_id for public_id, _position in wanted})
    found = []
    for public_id, position in wanted:
        service = told[public_id]
        id = hsds_id("service_at_location", public_id, position)
        own = next(each for each in service["service_at_locations"] if each["id"] == id)
        short = {name: value for name, value in service.items() if name not in _NESTED}
        found.append(own | {"service": short})
    return found


def _desks() -> Any:
    published = Service.objects.published().order_by()
    return Channel.objects.filter(place__isnull=False, service__in=published.values("pk"))


def _organisations() -> Any:
    with_services = Service.objects.published().order_by().values("organisation")
    return Organisation.objects.filter(pk__in=with_services)


def _named(id: str, services: Any) -> Any:
    return named_by(_uuid(id), services, "service", "public_id")


def _one(found: Any) -> Any:
    thing = found.first()
    if thing is None:
        raise Http404
    return thing


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Http404 from None

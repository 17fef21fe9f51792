"""The services map for programs: the page's filters, the page's answers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from rotonde.common.answers import cached_json, paged, reader_of, refuse_errors, site_of
from rotonde.common.problems import Problem
from rotonde.region.models import Municipality
from rotonde.search.misses import note_miss
from services.directory import answer, asked, missed
from services.forms import FilterForm
from services.map.boxes import Box
from services.map.clusters import services_map
from services.map.tiles import ZOOM
from services.models import Service, Theme
from services.nearby import nearby, nearby_told
from services.representation import map_told, municipalities_told, services_told, themes_told
from services.schemas import (
    Asked,
    AskedMap,
    AskedPage,
    MapOut,
    Municipalities,
    PointsOut,
    ServiceOut,
    ServicePage,
    Themes,
)

router = Router(tags=["services"])


@router.get("services", response=ServicePage, summary="Services that match the filters")
def services(request: HttpRequest, query: Query[AskedPage]) -> HttpResponse:
    reader = reader_of(request)
    answered = answer(_understood(request), reader=reader)
    refuse_errors(answered.form)
    if missed(answered):
        note_miss(answered.form.cleaned_data["q"], language=reader, at=answered.form.at)
    found = list(answered.page.object_list)
    told = services_told(found, reader=reader, site=site_of(request))
    corrections = [vars(each) for each in answered.form.looked_for.corrections]
    return cached_json(request, paged(request, answered.page, told) | {"corrections": corrections})


@router.get("services/points", response=PointsOut, summary="All of a box in brief, to be sorted")
def points(request: HttpRequest, query: Query[Asked]) -> HttpResponse:
    reader = reader_of(request)
    form = _understood(request)
    found = nearby(form.filters, box=_box(form), reader=reader)
    return cached_json(request, nearby_told(found, reader=reader, at=form.at))


@router.get("services/{public_id}", response=ServiceOut, summary="One service")
def service(request: HttpRequest, public_id: str, lang: str | None = None) -> dict[str, Any]:
    reader = reader_of(request)
    found = list(Service.objects.published().filter(public_id=public_id).told())
    if not found:
        raise Http404
    return services_told(found, reader=reader, site=site_of(request))[0]


@router.get("map", response=MapOut, summary="Clusters and points in a box, as GeoJSON")
def services_on_the_map(request: HttpRequest, query: Query[AskedMap]) -> HttpResponse:
    reader = reader_of(request)
    form = _understood(request)
    found = services_map(form.filters, box=_box(form), zoom=_zoom(request), reader=reader)
    return cached_json(request, map_told(found, reader=reader))


@router.get("municipalities", response=Municipalities, summary="The municipalities of the region")
def municipalities(request: HttpRequest, lang: str | None = None) -> HttpResponse:
    reader = reader_of(request)
    found = list(Municipality.objects.order_by("slug"))
    told = municipalities_told(found, reader=reader, site=site_of(request))
    return cached_json(request, {"results": told})


@router.get("themes", response=Themes, summary="Themes with the number of their services")
def themes(request: HttpRequest, lang: str | None = None) -> dict[str, Any]:
    found = list(Theme.objects.with_service_counts().select_related("parent"))
    return {"results": themes_told(found, reader=reader_of(request))}


def _understood(request: HttpRequest) -> FilterForm:
    form = asked(request.GET, at=timezone.now())
    refuse_errors(form)
    return form


def _box(form: FilterForm) -> Box:
    box = form.filters.box
    if box is None:
        raise Problem(422, _("Say which box of the map: west,south,east,north."), field="bbox")
    return box


def _zoom(request: HttpRequest) -> int:
    text = request.GET.get("zoom", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= ZOOM):
        raise Problem(422, _("The zoom is a whole number from 0 to 22."), field="zoom")
    return int(text)

"""Pages of the services map: find, one service, one theme."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from rotonde.common.answers import site_of
from rotonde.common.fragments import asked_on_purpose, wants_fragment
from rotonde.common.languages import CODES
from rotonde.common.panels import panels
from rotonde.search.misses import note_miss
from rotonde.translations.labels import mark_machine
from services.chips import chips, without_bbox
from services.directory import answer, asked, missed, off_the_map, offer_choices
from services.map.settings import region_map, service_map
from services.models import Service, Theme
from services.structured import structured
from services.subjects import subjects

IN_THEME = 8


@vary_on_headers("HX-Request")
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    reader = get_language() or CODES[0]
    answered = answer(asked(request.GET, at=timezone.now()), reader=reader)
    known = answered.form.known.themes
    mark_machine([*answered.page, *known], reader=reader)
    counted = offer_choices(answered, reader=reader)
    if missed(answered) and asked_on_purpose(request):
        note_miss(answered.form.cleaned_data["q"], language=reader, at=answered.form.at)
    boxed = answered.filters.box is not None
    context = {
        "answer": answered,
        "form": answered.form,
        "page": answered.page,
        "subjects": subjects(
            request.GET,
            known,
            chosen=answered.filters.theme,
            numbers=counted.themes,
        ),
        "chips": chips(request.GET, answered.form, reader=reader),
        "without_place": off_the_map(answered.filters, reader=reader) if boxed else 0,
        "without_bbox": without_bbox(request.GET),
        "map": region_map(request.GET, answered.form),
    }
    template = "services/_found.html" if wants_fragment(request) else "services/list.html"
    return render(request, template, context)


@require_safe
def service(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    found = Service.objects.published().filter(public_id=public_id).told().first()
    if found is None:
        raise Http404
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    reader = get_language() or CODES[0]
    context = {
        "machine": mark_machine([found, *(themes := found.themes.all())], reader=reader),
        "service": found,
        "channels": found.channels.all(),
        "themes": themes,
        "map": service_map(found),
        "structured": structured(found, reader=reader, site=site_of(request), at=timezone.now()),
        "aside": panels("service.aside", request, found),
    }
    return render(request, "services/service.html", context)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    themes = Theme.objects.with_service_counts()
    found = get_object_or_404(themes.select_related("parent"), slug=slug)
    services = Service.objects.published().of_theme(found).by_theme().told()[:IN_THEME]
    children = themes.filter(parent=found)
    beside = Theme.objects.order_by("position").filter(parent=found.parent)
    siblings = list(beside) if found.parent else []
    above = [found.parent] if found.parent else []
    told = [found, *above, *children, *siblings, *services]
    context = {
        "machine": mark_machine(told, reader=get_language() or CODES[0]),
        "theme": found,
        "top": found.parent or found,
        "children": children,
        "siblings": siblings,
        "services": services,
        "aside": panels("theme.aside", request, found),
    }
    return render(request, "services/theme.html", context)


@require_safe
def popup(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a point of the map tells beside its name; a fragment."""
    found = Service.objects.published().filter(public_id=public_id).told().first()
    if found is None:
        raise Http404
    context = {"service": found, "panels": panels("service.popup", request, found)}
    return render(request, "services/_popup.html", context)

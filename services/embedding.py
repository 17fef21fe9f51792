"""The map for somebody else's page: in a frame, with the filters of its address, no cookies."""

from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from rotonde.common.languages import CODES
from rotonde.common.links import whole
from rotonde.translations.labels import mark_machine
from services.directory import answer, asked, offer_choices
from services.forms import FilterForm
from services.map.settings import SHARED, region_map


@xframe_options_exempt
@csp_replace(
    {"frame-ancestors": ["*"]}
)  # any site may show it: it changes nothing and knows nobody
@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    """The map and its list as a page made for a frame; every link opens outside of it."""
    reader = get_language() or CODES[0]
    answered = answer(asked(request.GET, at=timezone.now()), reader=reader)
    mark_machine(answered.page, reader=reader, only="name")
    context = {
        "answer": answered,
        "page": answered.page,
        "map": region_map(request.GET, answered.form),
        "all": _address("services:list", shared(request.GET, answered.form)),
    }
    return render(request, "services/embed/frame.html", context)


@csp_update({"frame-src": [SELF]})  # the preview
@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    """How to put the map on one's own page: the filters, the line to copy, what it looks like."""
    reader = get_language() or CODES[0]
    answered = answer(asked(request.GET, at=timezone.now()), reader=reader)
    mark_machine(answered.form.known.themes, reader=reader, only="name")
    offer_choices(answered, reader=reader)
    query = shared(request.GET, answered.form)
    address = whole(_address("services:embed", query))
    context: dict[str, Any] = {
        "form": answered.form,
        "answer": answered,
        "address": address,
        "preview": _address("services:embed", query),
    }
    return render(request, "services/embed/offer.html", context)


def shared(query: QueryDict, form: FilterForm) -> list[tuple[str, str]]:
    """The filters of the address that were understood, each with its value, the box included."""
    return [
        (name, value)
        for name in (*SHARED, "bbox")
        if name not in form.errors
        for value in query.getlist(name)
        if value
    ]


def _address(name: str, query: list[tuple[str, str]]) -> str:
    return reverse(name) + (f"?{urlencode(query)}" if query else "")

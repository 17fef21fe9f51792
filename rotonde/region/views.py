"""The municipalities of the region: find yours, and how it goes there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from rotonde.common.fragments import wants_fragment
from rotonde.common.panels import panels
from rotonde.region.models import Municipality

LONGEST_NAME = 100


@vary_on_headers("HX-Request")
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """All of them, or those a name or postcode finds."""
    text = request.GET.get("q", "").strip()
    error = _("This is too long for a name or postcode.") if len(text) > LONGEST_NAME else ""
    found = Municipality.objects.named("" if error else text)
    page = "_municipalities" if wants_fragment(request) else "municipalities"
    return render(
        request, f"region/{page}.html", {"q": text, "error": error, "municipalities": found}
    )


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Municipality, slug=slug)
    return render(
        request,
        "region/municipality.html",
        {
            "municipality": found,
            "main": [
                *panels("municipality.main", request, found),
                *panels("municipality.more", request, found),
            ],
            "aside": panels("municipality.aside", request, found),
        },
    )

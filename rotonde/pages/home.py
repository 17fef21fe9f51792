"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from permits.models import Center
from rotonde.common.panels import panels
from rotonde.region.models import Municipality
from services.models import Theme


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    themes = Theme.objects.with_service_counts()
    return render(
        request,
        "pages/home.html",
        {
            "themes": [theme for theme in themes if theme.parent_id is None],
            "struggles": [theme for theme in themes if theme.parent_id is not None],
            "centers": Center.objects.select_related("place"),
            "municipalities": Municipality.objects.all(),
            "panels": panels("home", request),
        },
    )

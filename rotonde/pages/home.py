"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from permits.models import Center
from rotonde.common.languages import CODES
from rotonde.common.panels import panels
from rotonde.region.models import Municipality
from rotonde.translations.labels import mark_machine
from services.models import Theme


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    themes = list(Theme.objects.with_service_counts())
    mark_machine(themes, reader=get_language() or CODES[0])
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

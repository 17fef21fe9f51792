"""What opens on a marker that stands for several services; a fragment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rotonde.common.languages import CODES
from rotonde.translations.labels import mark_machine
from services.directory import answer, asked

SHOWN = 6


@require_safe
def several(request: HttpRequest) -> HttpResponse:
    """The best of the services in a box, each with whether it is open and who speaks what."""
    reader = get_language() or CODES[0]
    services = list(answer(asked(request.GET, at=timezone.now()), reader=reader).page)[:SHOWN]
    mark_machine(services, reader=reader)
    return render(request, "services/_popups.html", {"services": services})

"""Before a visit: each person says which papers they have and answers what can be answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permits.models import Visit
from permits.presentation.refusals import why
from permits.readiness.answering import answer
from permits.readiness.forms import ReadinessForm
from permits.readiness.reading import readiness_of
from permits.refusals import Refused
from permits.views.visitors import linked_visit
from rotonde.common.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the answers; the list itself stands on the page of the visit."""
    visit = linked_visit(code)
    page = reverse("permits:visit", args=[code])
    if request.method != "POST" or visit.state != Visit.State.BOOKED:
        return redirect(page)
    form = ReadinessForm(request.POST, readiness=readiness_of(visit))
    if not form.is_valid():
        messages.error(request, _("Nothing was kept: an answer could not be read. Try again."))
        return redirect(f"{page}#papers")
    try:
        answer(visit=visit, given=form.given, ask_employer=form.employer, at=timezone.now())
    except Refused as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, _("Kept. You can change your answers until the visit begins."))
    return redirect(f"{page}#papers")

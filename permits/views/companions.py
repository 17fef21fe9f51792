"""Who comes along to a booked visit: named, changed or taken off by its private link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permits.companions import accompany
from permits.forms import CompanionForm
from permits.models import Companion, Visit
from permits.presentation.refusals import why
from permits.refusals import Refused
from permits.views.visitors import linked_visit
from rotonde.common.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def companion(request: HttpRequest, code: str) -> HttpResponse:
    visit = linked_visit(code)
    if visit.state != Visit.State.BOOKED:
        return redirect("permits:visit", code)
    if request.method != "POST":
        return _page(request, visit, CompanionForm(initial=_named(visit)))
    form = CompanionForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, form, status=400)
    try:
        accompany(visit=visit, companion=form.companion, at=timezone.now())
    except Refused as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, _("We know who comes along."))
    return redirect("permits:visit", code)


def _named(visit: Visit) -> dict[str, str]:
    known = Companion.objects.filter(visit=visit).first()
    names = ("kind", "name", "organisation", "language")
    return {f"companion_{name}": getattr(known, name) for name in names} if known else {}


def _page(
    request: HttpRequest, visit: Visit, form: CompanionForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "permits/companion.html", {"visit": visit, "form": form}, status=status)

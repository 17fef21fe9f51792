"""Registering a hire: one short form."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rotonde.accounts.access import signed_in
from rotonde.employers import hiring
from rotonde.employers.access import agency_of
from rotonde.employers.forms import HireForm
from rotonde.employers.refusals import AlreadyHired, TooManyHires
from rotonde.employers.views.readers import reader
from rotonde.employers.wording import why
from rotonde.organisations.access import employer_for
from rotonde.organisations.models import Organisation


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Posted twice, it leads to the same hire."""
    today = timezone.localdate()
    employer = employer_for(reader(request), slug, on=today)
    agency = agency_of(reader(request), employer, on=today)
    if request.method != "POST":
        form = HireForm(initial={"language": "en"})
        return _page(request, employer, agency, form)
    form = HireForm(request.POST)
    if not form.is_valid():
        return _page(request, employer, agency, form, status=400)
    return _register(request, employer, agency, form, at=timezone.now())


def _register(
    request: HttpRequest,
    employer: Organisation,
    agency: Organisation | None,
    form: HireForm,
    *,
    at: datetime,
) -> HttpResponse:
    try:
        done = hiring.register(
            employer=employer,
            agency=agency,
            registered_by=reader(request),
            at=at,
            **form.cleaned_data,
        )
    except AlreadyHired as refusal:
        form.add_error("email", why(refusal))
        return _page(request, employer, agency, form, status=409, known=refusal.hire)
    except TooManyHires as refusal:
        form.add_error(None, why(refusal))
        return _page(request, employer, agency, form, status=429)
    if not done.already:
        messages.success(request, _("Registered. The invitation is on its way to them."))
    return redirect(done.hire)


def _page(
    request: HttpRequest,
    employer: Organisation,
    agency: Organisation | None,
    form: HireForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"employer": employer, "agency": agency, "form": form, **more}
    return render(request, "employers/register.html", context, status=status)

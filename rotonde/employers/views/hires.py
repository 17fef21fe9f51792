"""An employer's hires: the list, one of them, inviting again, taking back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rotonde.accounts.access import signed_in
from rotonde.employers import hiring
from rotonde.employers.access import agency_of, hire_for
from rotonde.employers.forms import FilterForm
from rotonde.employers.models import Hire
from rotonde.employers.refusals import Refused
from rotonde.employers.views.readers import reader
from rotonde.employers.wording import BADGES, STATES, standing, why
from rotonde.organisations.access import employer_for, employers_of

PER_PAGE = 25


@signed_in
@require_safe
def hires(request: HttpRequest, slug: str) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    employer = employer_for(reader(request), slug, on=today)
    everyone = Hire.objects.live().filter(employer=employer).progressed(at=now)
    counts = everyone.counted()
    form = FilterForm(request.GET)
    valid = form.is_valid()
    shown = everyone.called(form.cleaned_data.get("q", ""))
    if progress := form.cleaned_data.get("progress"):
        shown = shown.of(progress)
    shown = shown.soonest_first(on=today).select_related("visit__center")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "employer": employer,
        "agency": agency_of(reader(request), employer, on=today),
        "several": employers_of(reader(request), on=today).count() > 1,
        "form": form,
        "counts": [(key, STATES[key], counts[key.value]) for key in STATES if key.value in counts],
        "total": sum(counts.values()),
        "page": page,
        "rows": [standing(found, at=now) for found in page],
    }
    return render(request, "employers/hires.html", context, status=200 if valid else 400)


def fetched(request: HttpRequest, public_id: str) -> Hire:
    """The hire of this address, if whoever asks may act for its employer. Raises Http404."""
    return hire_for(reader(request), public_id, on=timezone.localdate(), at=timezone.now())


@signed_in
@require_safe
def hire(request: HttpRequest, public_id: str) -> HttpResponse:
    found = fetched(request, public_id)
    now = timezone.now()
    context = {
        "hire": found,
        "employer": found.employer,
        "standing": standing(found, at=now),
        "badges": BADGES,
        "may_invite": not found.has_accepted and not found.declined_at,
    }
    return render(request, "employers/hire.html", context)


@signed_in
@require_POST
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    found = fetched(request, public_id)
    try:
        hiring.invite_again(hire=found, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, why(refusal))
    else:
        messages.success(request, _("We sent a new invitation. The old link no longer works."))
    return redirect(found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then take the hire out of the employer's sight."""
    found = fetched(request, public_id)
    if request.method != "POST":
        return render(request, "employers/withdraw.html", {"hire": found})
    hiring.withdraw(hire=found, at=timezone.now())
    messages.success(request, _("Taken off your list. You see nothing more of this person."))
    return redirect("employers:hires", found.employer.slug)

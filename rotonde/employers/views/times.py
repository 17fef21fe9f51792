"""Choosing a time for a hire: where they will live, then the times that fit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from permits.forms import ELSEWHERE, WindowForm
from permits.models import Center
from permits.parties import Unbookable
from permits.presentation.choosing import choosing
from permits.presentation.quests import Quest, centers_for, quest_from
from permits.presentation.residence import served
from rotonde.accounts.access import signed_in
from rotonde.employers.bookings import check_bookable
from rotonde.employers.forms import HireVisitForm
from rotonde.employers.models import Hire
from rotonde.employers.refusals import Refused
from rotonde.employers.views.hires import fetched
from rotonde.employers.wording import why
from rotonde.region.models import Municipality


@signed_in
@require_safe
def times(request: HttpRequest, public_id: str) -> HttpResponse:
    """Without an answer to where they live, ask; with one, show the times."""
    hire = fetched(request, public_id)
    if elsewhere := refused(request, hire):
        return elsewhere
    form = HireVisitForm(request.GET, hire=hire)
    asked = bool({"municipality", "place"} & set(request.GET))
    if not asked or "change" in request.GET:
        return ask_page(request, hire, form, fresh=True)
    if not form.is_valid():
        return ask_page(request, hire, form, status=400)
    return times_page(request, hire, quest_from(form.cleaned_data))


def refused(request: HttpRequest, hire: Hire) -> HttpResponse | None:
    """Where to go when no visit may be booked for this hire; says why."""
    try:
        check_bookable(hire, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, why(refusal))
        return redirect(hire)
    return None


def ask_page(
    request: HttpRequest,
    hire: Hire,
    form: HireVisitForm,
    *,
    fresh: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The question; `fresh` when nothing was answered yet and so nothing is wrong."""
    if fresh:
        form.full_clean()
        form.errors.clear()
    context = {
        "hire": hire,
        "form": form,
        "served": served(),
        "elsewhere": ELSEWHERE,
        "municipalities": Municipality.objects.all(),
    }
    return render(request, "employers/visit.html", context, status=status)


def times_page(
    request: HttpRequest,
    hire: Hire,
    quest: Quest,
    *,
    center: Center | None = None,
    problem: str = "",
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    """The times; after a refusal with its words and the nearest starts first."""
    context: dict[str, Any] = {"hire": hire, "quest": quest}
    centers = centers_for(quest)
    if not centers:
        return render(request, "employers/nobody.html", context)
    window = WindowForm(request.GET, centers=centers)
    center = center or window.chosen
    try:
        party = quest.party
    except Unbookable as error:
        context["reason"] = why(error)
        return render(request, "employers/too_many.html", context, status=400)
    context |= {
        "centers": centers,
        "center": center,
        "choosing": choosing(
            party,
            center=center,
            municipality=quest.municipality,
            first_day=window.first_day,
            every=window.every,
            at=timezone.now(),
        ),
        "window": window,
        "problem": problem or (why(refusal) if refusal else ""),
        "nearest": getattr(refusal, "nearest", []),
    }
    return render(request, "employers/times.html", context, status=400 if window.errors else status)

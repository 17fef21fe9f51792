"""The private link to one visit: see, move, cancel, put it into a calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from permits import booking, refusals
from permits.calendar import invitation
from permits.forms import CancelForm, StartForm, WindowForm
from permits.models import Visit
from permits.parties import Unbookable
from permits.presentation.choosing import choosing
from permits.presentation.facts import facts
from permits.presentation.looking import Looking
from permits.presentation.proposals import proposed
from permits.presentation.quests import quest_of
from permits.presentation.refusals import why
from permits.questions import party_of
from permits.readiness.employers import has_employer
from permits.readiness.reading import readiness_of
from permits.rostering.proposals import proposal_for
from permits.views.holds import expired_page
from permits.views.visitors import is_held, linked_visit
from rotonde.common.fragments import wants_fragment
from rotonde.common.private import private

READ_OR_CHANGE = ["GET", "HEAD", "POST"]
# No other time would help.
_CLOSED = (refusals.VisitStarted, refusals.TooLateToChange, refusals.VisitCancelled)


@private
@require_safe
def visit(request: HttpRequest, code: str) -> HttpResponse:
    found = linked_visit(code)
    if is_held(found, at=timezone.now()):
        return redirect("permits:held", code)
    if found.state in (Visit.State.HELD, Visit.State.EXPIRED):
        return expired_page(request, found)
    proposal = proposal_for(found)
    if proposal:
        context = {"visit": found, "proposed": proposed(proposal, found, at=timezone.now())}
        return render(request, "permits/proposal.html", context)
    now = timezone.now()
    context = {
        "visit": found,
        "facts": facts(found),
        "over": found.starts_at <= now,
        "changeable": now <= found.changeable_until,
    }
    if found.state == Visit.State.BOOKED and not context["over"]:
        context |= {"readiness": readiness_of(found), "has_employer": has_employer(found)}
    return render(request, "permits/visit.html", context)


@private
@require_safe
def calendar_file(request: HttpRequest, code: str) -> HttpResponse:
    found = linked_visit(code)
    if found.state not in (Visit.State.BOOKED, Visit.State.CANCELLED):
        return redirect("permits:visit", code)
    return HttpResponse(
        invitation(facts(found), method="PUBLISH"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="visit.ics"'},
    )


@private
@vary_on_headers("HX-Request")
@require_http_methods(READ_OR_CHANGE)
def move(request: HttpRequest, code: str) -> HttpResponse:
    found = linked_visit(code)
    if found.state != Visit.State.BOOKED:
        return redirect("permits:visit", code)
    if request.method != "POST":
        return _move_page(request, found)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _move_page(request, found, problem=str(form.errors["start"][0]), status=400)
    try:
        booking.move(code=code, start=form.cleaned_data["start"], at=timezone.now())
    except _CLOSED as refusal:
        messages.error(request, why(refusal))
    except (refusals.Refused, Unbookable) as refusal:
        return _move_page(request, found, problem=why(refusal), refusal=refusal, status=409)
    else:
        messages.success(request, _("Your visit has moved. We sent you the new time by email."))
    return redirect("permits:visit", code)


def _move_page(
    request: HttpRequest,
    found: Visit,
    *,
    problem: str = "",
    refusal: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    window = WindowForm(request.GET, centers=[found.center])
    looking = Looking(window.told)
    context = {
        "visit": found,
        "is_lost": proposal_for(found) is not None,
        "quest": quest_of(found),
        "center": found.center,
        "choosing": choosing(
            party_of(found),
            center=found.center,
            municipality=found.municipality,
            first_day=window.first_day,
            every=window.every,
            part=window.part_of_day,
            address=looking.query,
            at=timezone.now(),
            moving=found,
        ),
        "window": window,
        "problem": problem,
        "nearest": getattr(refusal, "nearest", []),
    }
    if request.method != "POST" and wants_fragment(request):
        return render(request, "permits/_finder_live.html", context)
    return render(request, "permits/move.html", context, status=400 if window.errors else status)


@private
@require_http_methods(READ_OR_CHANGE)
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    found = linked_visit(code)
    if found.state != Visit.State.BOOKED:
        return redirect("permits:visit", code)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "permits/cancel.html", {"visit": found, "form": form}, status=status)
    try:
        booking.cancel(code=code, at=timezone.now(), reason=form.cleaned_data["reason"])
    except _CLOSED as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, _("Your visit is cancelled. We sent you a note by email."))
    return redirect("permits:visit", code)

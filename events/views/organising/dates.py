"""One date: who comes and who waits, another time or other seats, cancelling it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import organising, schedule
from events.access import event_for, occurrence_for
from events.date_forms import DateForm
from events.models import Event, Occurrence, Registration
from events.presentation.refusals import why
from events.refusals import Refused
from rotonde.accounts.access import owner_of, signed_in


@signed_in
@require_safe
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    """Names and households, no addresses: the portal writes the mails."""
    found = _found(request, pk)
    registrations = Registration.objects.filter(occurrence=found)
    context = {
        "occurrence": found,
        "event": found.event,
        "seated": list(registrations.filter(state=Registration.State.REGISTERED).by_name()),
        "line": list(registrations.in_line()),
        "over": found.starts_at <= timezone.now(),
    }
    return render(request, "events/organising/guests.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    event = event_for(owner_of(request), public_id, on=timezone.localdate())
    if request.method != "POST":
        return _page(request, event, DateForm(event=event))
    form = DateForm(request.POST, event=event)
    if not form.is_valid():
        return _page(request, event, form, status=400)
    starts_at, ends_at = form.span
    organising.add_date(
        event=event,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=form.cleaned_data["capacity"],
        at=timezone.now(),
    )
    messages.success(request, _("The date is added."))
    return redirect("events:organising:event", public_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if request.method != "POST":
        form = DateForm(event=found.event, date=found)
        return _page(request, found.event, form, occurrence=found)
    form = DateForm(request.POST, event=found.event, date=found)
    if not form.is_valid():
        return _page(request, found.event, form, occurrence=found, status=400)
    return _change(request, found, form)


def _change(request: HttpRequest, occurrence: Occurrence, form: DateForm) -> HttpResponse:
    starts_at, ends_at = form.span
    capacity = form.cleaned_data["capacity"]
    try:
        organising.change_date(
            occurrence=occurrence,
            starts_at=starts_at,
            ends_at=ends_at,
            capacity=capacity,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, why(refusal))
        return _page(request, occurrence.event, form, occurrence=occurrence, status=409)
    messages.success(request, _("Saved. If the time changed, whoever registered is told by email."))
    return redirect("events:organising:guests", occurrence.pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first; only a POST cancels, and tells everyone who registered."""
    found = _found(request, pk)
    if found.is_cancelled:
        return redirect("events:organising:guests", pk)
    if request.method != "POST":
        households = Registration.objects.live().filter(occurrence=found).count()
        context = {"occurrence": found, "event": found.event, "households": households}
        return render(request, "events/organising/cancel.html", context)
    schedule.cancel(occurrence=found, at=timezone.now())
    messages.success(request, _("Cancelled. Whoever registered is told by email."))
    return redirect("events:organising:guests", pk)


def _found(request: HttpRequest, pk: int) -> Occurrence:
    return occurrence_for(owner_of(request), pk, on=timezone.localdate())


def _page(
    request: HttpRequest, event: Event, form: DateForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"event": event, "form": form, **more}
    return render(request, "events/organising/date.html", context, status=status)

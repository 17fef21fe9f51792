"""When an event happens again: changed only after every date people come to is decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import organising
from events.access import event_for
from events.date_forms import DecisionForm, RhythmForm
from events.models import Event
from events.organising import When
from events.refusals import DatesTaken
from events.relaying import Affected, taken
from rotonde.accounts.access import owner_of, signed_in

DECIDED = "decided"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest, public_id: str) -> HttpResponse:
    found = event_for(owner_of(request), public_id, on=timezone.localdate())
    if request.method != "POST":
        return _page(request, found, RhythmForm(event=found))
    form = RhythmForm(request.POST, event=found)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    when = form.when if form.when.rule else None
    dates = taken(organising.wished(found, when), found, at=timezone.now())
    decided = request.POST.get(DECIDED) == "yes"
    decisions = DecisionForm(request.POST if decided else None, dates=dates)
    if dates and not decisions.is_valid():
        return _page(request, found, form, decisions=decisions, status=400 if decided else 200)
    return _change(request, found, form, when, decisions)


def _change(
    request: HttpRequest,
    event: Event,
    form: RhythmForm,
    when: When | None,
    decisions: DecisionForm,
) -> HttpResponse:
    decided = decisions.decisions if decisions.dates else {}
    try:
        organising.change_rhythm(event=event, when=when, decisions=decided, at=timezone.now())
    except DatesTaken as refusal:
        # Somebody registered in this moment: their date is to be decided too.
        return _ask_again(request, event, form, list(refusal.dates))
    messages.success(request, _("Saved. The dates are laid out anew."))
    return redirect("events:organising:event", event.public_id)


def _ask_again(
    request: HttpRequest, event: Event, form: RhythmForm, dates: list[Affected]
) -> HttpResponse:
    return _page(request, event, form, decisions=DecisionForm(dates=dates), status=409)


def _page(
    request: HttpRequest, event: Event, form: RhythmForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"event": event, "form": form, **more}
    return render(request, "events/organising/rhythm.html", context, status=status)

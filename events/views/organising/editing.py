"""Announcing an event, and changing what is told about it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import organising
from events.access import event_for, organiser_for
from events.date_forms import WhenForm
from events.models import Event
from events.organiser_forms import EventForm
from events.places import place_named
from rotonde.accounts.access import owner_of, signed_in
from rotonde.organisations.models import Organisation
from services.models import Place

DRAFT = "draft"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """It publishes itself, unless it is kept as a draft."""
    organiser = organiser_for(owner_of(request), slug, on=timezone.localdate())
    if request.method != "POST":
        return _page(request, EventForm(organisation=organiser), organiser, when=WhenForm())
    form, when = EventForm(request.POST, organisation=organiser), WhenForm(request.POST)
    if not (form.is_valid() & when.is_valid()):
        return _page(request, form, organiser, when=when, status=400)
    form_key = form.cleaned_data["form_key"]
    if before := organising.sent_before(form_key, organiser):
        return redirect("events:organising:event", before.public_id)
    at = timezone.now()
    publish = request.POST.get("as") != DRAFT
    made = organising.add_event(
        event=form.instance,
        themes=form.themes,
        place=_place(form, organiser, at),
        when=when.when,
        publish=publish,
        form_key=form_key,
        at=at,
    )
    said = _("Published. Everybody can see it now.") if publish else _("Kept as a draft.")
    messages.success(request, said)
    return redirect("events:organising:event", made.public_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    found = event_for(owner_of(request), public_id, on=timezone.localdate())
    organiser = found.organisation
    if request.method != "POST":
        form = EventForm(instance=found, organisation=organiser, initial=_theme_of(found))
        return _page(request, form, organiser, event=found)
    form = EventForm(request.POST, instance=found, organisation=organiser)
    if not form.is_valid():
        return _page(request, form, organiser, event=found, status=400)
    at = timezone.now()
    themes, place = form.themes, _place(form, organiser, at)
    organising.change_event(event=form.instance, themes=themes, place=place, at=at)
    messages.success(request, _("Saved."))
    return redirect("events:organising:event", public_id)


def _place(form: EventForm, organiser: Organisation, at: datetime) -> Place | None:
    """The place chosen, or the one told in words."""
    told = form.place_told
    if told is None:
        chosen: Place | None = form.cleaned_data["place"]
        return chosen
    return place_named(
        name=told["name"],
        street_address=told["street_address"],
        postal_code=told["postal_code"],
        locality=told["locality"],
        source=organiser.name,
        on=timezone.localtime(at).date(),
    )


def _theme_of(event: Event) -> dict[str, str]:
    first = event.themes.order_by("position", "slug").first()
    return {"theme": first.slug if first else ""}


def _page(
    request: HttpRequest,
    form: EventForm,
    organiser: Organisation,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "organiser": organiser, **more}
    return render(request, "events/organising/edit.html", context, status=status)

"""One event: what it is, when, and registering a household for one of its dates."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from events import refusals, registration
from events.calendar import feed as written
from events.forms import RegistrationForm
from events.models import Event, Occurrence
from events.presentation.refusals import why
from events.reminders import tell_again
from events.stages import stage_of, takes_registrations
from events.structured import structured
from rotonde.common.addresses import address_of
from rotonde.common.answers import cached
from rotonde.common.languages import CODES
from rotonde.common.panels import panels
from rotonde.translations.labels import mark_machine

# Dates shown on the page; whoever looks further ahead finds them in the calendar.
MOST_DATES = 12

_STATUS: dict[type[refusals.Refused], int] = {
    refusals.TooManyRegistrations: 429,
    refusals.TooManyFromHere: 429,
}


@require_safe
def event(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    found = _event(public_id)
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return _page(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Register a household. Posted twice, it leads to the same registration."""
    if request.method != "POST":
        return redirect(_event(public_id))
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _page(request, _event(public_id), form=form, status=400)
    dates = Occurrence.objects.public().filter(event__public_id=public_id).to_register_for()
    chosen = get_object_or_404(dates, pk=form.cleaned_data["occurrence"])
    return _register(request, chosen, form)


def _register(request: HttpRequest, occurrence: Occurrence, form: RegistrationForm) -> HttpResponse:
    at, clean = timezone.now(), form.cleaned_data
    try:
        done = registration.register(
            occurrence=occurrence,
            name=clean["name"],
            email=clean["email"],
            language=clean["language"],
            adults=clean["adults"],
            children=clean["children"],
            form_key=clean["form_key"],
            address=address_of(request),
            at=at,
        )
    except refusals.AlreadyRegistered as refusal:
        # The link goes to the address alone: whoever typed it may be somebody else.
        tell_again(refusal.registration, at=at)
        form.add_error("email", why(refusal))
        return _refused(request, occurrence, form, 409)
    except refusals.Refused as refusal:
        messages.error(request, why(refusal))
        return _refused(request, occurrence, form, _STATUS.get(type(refusal), 409))
    return redirect(done.registration)


def _refused(
    request: HttpRequest, occurrence: Occurrence, form: RegistrationForm, status: int
) -> HttpResponse:
    return _page(request, _event(occurrence.event.public_id), form=form, status=status)


def _page(
    request: HttpRequest, found: Event, *, form: RegistrationForm | None = None, status: int = 200
) -> HttpResponse:
    at = timezone.now()
    dates = _dates(request, found, at)
    chosen = _chosen(request, dates, at)
    stage = stage_of(chosen, at=at) if chosen else None
    if chosen is None or stage is None or not takes_registrations(stage):
        form = None
    elif form is None:
        form = RegistrationForm(initial=_initial(chosen))
    context: dict[str, Any] = {
        "machine": mark_machine([found, *found.themes.all()], reader=get_language() or CODES[0]),
        "event": found,
        "themes": found.themes.all(),
        "dates": [(each, stage_of(each, at=at)) for each in dates],
        "chosen": chosen,
        "stage": stage,
        "last": None if dates else found.occurrences.order_by("-starts_at").first(),
        "form": form,
        "structured": structured(found, dates, reader=get_language() or CODES[0]),
        "aside": panels("event.aside", request, found),
    }
    return render(request, "events/event.html", context, status=status)


def _chosen(request: HttpRequest, dates: Sequence[Occurrence], at: datetime) -> Occurrence | None:
    """The date the address or the form names, else the first one can register for."""
    asked = _asked(request)
    named = next((each for each in dates if each.pk == asked), None)
    free = (each for each in dates if takes_registrations(stage_of(each, at=at)))
    return named or next(free, None) or next(iter(dates), None)


def _asked(request: HttpRequest) -> int | None:
    """The date somebody asks for, by its number."""
    text = request.POST.get("occurrence") or request.GET.get("date") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _dates(request: HttpRequest, found: Event, at: datetime) -> list[Occurrence]:
    """The next dates, and the one asked for, however far off."""
    coming = found.occurrences.upcoming(at=at).in_order()
    dates = list(coming[:MOST_DATES])
    asked = _asked(request)
    if asked is not None and asked not in [each.pk for each in dates]:
        dates += coming.filter(pk=asked)
    for each in dates:
        each.event = found
    return dates


def _initial(chosen: Occurrence) -> dict[str, Any]:
    return {
        "occurrence": chosen.pk,
        "adults": 1,
        "children": 0,
        "language": get_language() or CODES[0],
    }


@require_safe
def calendar_file(request: HttpRequest, slug: str, public_id: str, pk: int) -> HttpResponse:
    """One date for everybody's calendar; nothing private is in it."""
    found = Occurrence.objects.public().filter(event__public_id=public_id, pk=pk).told()
    body = written(_at_least_one(found), reader=get_language() or CODES[0])
    response = cached(request, body, content_type="text/calendar; charset=utf-8", seconds=300)
    response["Content-Disposition"] = 'attachment; filename="event.ics"'
    return response


def _at_least_one(found: Any) -> list[Occurrence]:
    dates = list(found)
    if not dates:
        raise Http404
    return dates


def _event(public_id: str) -> Any:
    found = Event.objects.public().filter(public_id=public_id).told().first()
    if found is None:
        raise Http404
    return found

"""The private link to one registration: see it, put it into a calendar, withdraw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import refusals
from events import registration as registering
from events.calendar import invitation
from events.models import Registration
from events.presentation.facts import facts
from events.presentation.refusals import why
from rotonde.common.languages import CODES
from rotonde.common.private import private
from rotonde.translations.labels import mark_machine


@private
@require_safe
def registration(request: HttpRequest, code: str) -> HttpResponse:
    found = _linked(code)
    occurrence = found.occurrence
    context = {
        "registration": found,
        "occurrence": occurrence,
        "event": occurrence.event,
        "facts": facts(found),
        "over": occurrence.starts_at <= timezone.now(),
    }
    return render(request, "events/registration.html", context)


@private
@require_safe
def calendar_file(request: HttpRequest, code: str) -> HttpResponse:
    found = _linked(code)
    if found.state != Registration.State.REGISTERED:
        return redirect(found)
    return HttpResponse(
        invitation(facts(found), method="PUBLISH"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="event.ics"'},
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask first; only a POST gives the seats back."""
    found = _linked(code)
    if request.method != "POST":
        if not found.is_live:
            return redirect(found)
        event = found.occurrence.event
        mark_machine([event], reader=get_language() or CODES[0], only="name")
        context = {"registration": found, "occurrence": found.occurrence, "event": event}
        return render(request, "events/withdraw.html", context)
    try:
        registering.withdraw(code=code, at=timezone.now())
    except refusals.OccurrenceStarted as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, _("You are no longer registered. We sent you a note by email."))
    return redirect(found)


def _linked(code: str) -> Registration:
    """The registration of a private link. Raises Http404."""
    found: Registration | None = Registration.objects.told().filter(code=code).first()
    if found is None:
        raise Http404
    return found

"""Publishing a draft, and cancelling an event with all its dates to come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import schedule
from events.access import event_for
from events.catalogue import settle
from events.models import Event
from rotonde.accounts.access import owner_of, signed_in


@signed_in
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft; what the editors took offline, they put back themselves."""
    found = event_for(owner_of(request), public_id, on=timezone.localdate())
    if found.state == Event.State.DRAFT:
        schedule.publish_event(event=found, at=timezone.now())
        settle(found, at=timezone.now())
        messages.success(request, _("Published. Everybody can see it now."))
    return redirect("events:organising:event", public_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask first; only a POST cancels, and tells everyone who registered."""
    found = event_for(owner_of(request), public_id, on=timezone.localdate())
    at = timezone.now()
    if found.state == Event.State.CANCELLED:
        return redirect("events:organising:event", public_id)
    if request.method != "POST":
        coming = found.occurrences.upcoming(at=at).taking_place().registered_for()
        context = {"event": found, "dates": coming.count(), "households": coming.households()}
        return render(request, "events/organising/cancel.html", context)
    schedule.cancel_event(event=found, at=at)
    settle(found, at=at)
    messages.success(request, _("Cancelled. Whoever registered is told by email."))
    return redirect("events:organising:event", public_id)

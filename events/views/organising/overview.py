"""What an organiser runs: the events of an organisation, and one event with its dates."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.access import event_for, organiser_for, organisers_run_by
from events.models import Event
from rotonde.accounts.access import owner_of, signed_in

PER_PAGE = 25


@signed_in
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Who runs one organiser's events goes straight there; who runs several chooses first."""
    organisers = list(organisers_run_by(owner_of(request), on=timezone.localdate()))
    if not organisers:
        raise Http404
    if len(organisers) == 1:
        return redirect("events:organising:organiser", organisers[0].slug)
    return render(request, "events/organising/choose.html", {"organisers": organisers})


@signed_in
@require_safe
def organiser(request: HttpRequest, slug: str) -> HttpResponse:
    on = timezone.localdate()
    found = organiser_for(owner_of(request), slug, on=on)
    own = Event.objects.filter(organisation=found).with_next_date(at=timezone.now())
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    several = organisers_run_by(owner_of(request), on=on).count() > 1
    context = {"organiser": found, "page": page, "several": several}
    return render(request, "events/organising/organiser.html", context)


@signed_in
@require_safe
def event(request: HttpRequest, public_id: str) -> HttpResponse:
    found = event_for(owner_of(request), public_id, on=timezone.localdate())
    at = timezone.now()
    past = request.GET.get("past") == "1"
    dates = found.occurrences.filter(ends_at__lte=at).order_by("-starts_at", "-id")
    if not past:
        dates = found.occurrences.upcoming(at=at).in_order()
    page = Paginator(dates, PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.event = found
    context = {"event": found, "page": page, "past": past, "at": at}
    return render(request, "events/organising/event.html", context)

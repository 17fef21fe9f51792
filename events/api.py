"""The event calendar for programs: the page's filters, the page's answers."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from events.agenda import answer, asked
from events.models import Event
from events.representation import event_told, listed
from events.schemas import AskedEvents, EventOut, EventPage
from rotonde.common.answers import paged, reader_of, refuse_errors, site_of

router = Router(tags=["events"])

# Dates told with one event; the list has them all.
MOST_DATES = 50


@router.get("events", response=EventPage, summary="Events by date, the next first")
def events(request: HttpRequest, query: Query[AskedEvents]) -> dict[str, Any]:
    reader, at = reader_of(request), timezone.now()
    form = asked(request.GET, reader=reader, at=at)
    refuse_errors(form)
    answered = answer(form, reader=reader, whole=True)
    refuse_errors(form)
    dates = list(answered.page.object_list)
    told = listed(dates, reader=reader, site=site_of(request), at=at)
    corrections = [vars(each) for each in form.looked_for.corrections]
    return paged(request, answered.page, told) | {"corrections": corrections}


@router.get("events/{public_id}", response=EventOut, summary="One event and its dates to come")
def event(request: HttpRequest, public_id: str, lang: str | None = None) -> dict[str, Any]:
    reader, at = reader_of(request), timezone.now()
    found = Event.objects.public().filter(public_id=public_id).told().first()
    if found is None:
        raise Http404
    dates = list(found.occurrences.upcoming(at=at).in_order()[:MOST_DATES])
    for each in dates:
        each.event = found
    return event_told(found, dates, reader=reader, site=site_of(request), at=at)

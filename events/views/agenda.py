"""The calendar as a list, as a month, and as a feed to subscribe to."""

from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.agenda import answer, asked, feed
from events.calendar import feed as written
from events.changes import CHANGES
from events.chips import chips
from events.forms import FilterForm
from events.month import month
from rotonde.common.answers import cached
from rotonde.common.kept import kept
from rotonde.common.languages import CODES
from rotonde.translations.labels import mark_machine
from services.chips import without

MONTH = "month"


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The next dates by day; `view=month` shows a month instead.

    Strangers share a page while nothing changes, but for what somebody searched by words.
    """
    at = timezone.now()
    if "q" in request.GET:
        return _calendar(request, at)
    render_now = partial(_calendar, request, at)
    return kept(request, version=CHANGES.counted, at=at, render=render_now)


def _calendar(request: HttpRequest, at: datetime) -> HttpResponse:
    reader = get_language() or CODES[0]
    form = asked(request.GET, reader=reader, at=at)
    month_asked = request.GET.get("view") == MONTH
    response = _month(request, form, reader) if month_asked else _list(request, form, reader)
    if form.errors:
        response["X-Keep"] = "no"
    return response


def _list(request: HttpRequest, form: FilterForm, reader: str) -> HttpResponse:
    answered = answer(form, reader=reader)
    mark_machine([each.event for each in answered.page], reader=reader)
    context = {"answer": answered, "page": answered.page, "at": form.at}
    return render(request, "events/list.html", _frame(request, form, reader) | context)


def _month(request: HttpRequest, form: FilterForm, reader: str) -> HttpResponse:
    shown = month(form.month_shown, form.filters, reader=reader)
    days = (day for week in shown.weeks for day in week)
    events_shown = [each.event for day in days for each in day.occurrences]
    mark_machine(events_shown, reader=reader, only="name")
    context = {"month": shown, "today": timezone.localtime(form.at).date(), "at": form.at}
    return render(request, "events/month.html", _frame(request, form, reader) | context)


def _frame(request: HttpRequest, form: FilterForm, reader: str) -> dict[str, object]:
    query = request.GET
    return {
        "form": form,
        "chips": chips(query, form, reader=reader),
        "list_query": without(query, "view", "month"),
        "feed_query": without(query, "view", "month", "lang"),
    }


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The list's filters as a calendar; a filter nobody knows is refused, not dropped."""
    reader = get_language() or CODES[0]
    form = asked(request.GET, reader=reader, at=timezone.now())
    if form.errors:
        return render(request, "events/no_feed.html", {"form": form}, status=400)
    body = written(feed(form, reader=reader), reader=reader)
    return cached(request, body, content_type="text/calendar; charset=utf-8", seconds=300)

"""The day of a center: who works, who comes, who waits for whom."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from permits.days import local_day
from permits.desk.access import center_asked, desk_required, staff_of, visit_at_desk
from permits.desk.board import Board, read_board, version_of
from permits.desk.finding import find_visits
from permits.desk.forms import DayForm
from permits.desk.grid import grid_of
from permits.desk.opened import opened_visit
from permits.desk.undoing import WINDOW, undoable
from permits.models import Center, Visit


def address_of(center: Center, day: date, visit: Visit | None = None) -> str:
    """The board of a day, with a visit opened."""
    query = {"center": center.slug, "day": day.isoformat()}
    opened = f"&visit={visit.pk}#visit" if visit else ""
    return f"{reverse('desk:board')}?{urlencode(query)}{opened}"


@desk_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The whole page; a ticket or name that fits one visit only opens it."""
    center, form, now = center_asked(request), _form(request), timezone.now()
    today = local_day(center, now)
    day = form.asked_day or today
    text = form.cleaned_data.get("q", "")
    found = find_visits(text, center=center, day=day, at=now) if text else []
    if len(found) == 1:
        return redirect(address_of(center, found[0].date, found[0]))
    opened = _opened(request, form)
    if opened and (opened.center_id, opened.date) != (center.pk, day):
        return redirect(address_of(opened.center, opened.date, opened))
    context = {
        **_day(request, center, day, at=now, opened=opened),
        "today": today,
        "previous": day - timedelta(1),
        "following": day + timedelta(1),
        "searched": text,
        "found": found,
        "opened": opened_visit(opened, at=now) if opened else None,
        "undoable": undoable(staff_of(request), at=now).filter(visit__center=center).first(),
        "undo_seconds": int(WINDOW.total_seconds()),
    }
    with timezone.override(ZoneInfo(center.time_zone)):
        return render(request, "desk/board.html", context)


@desk_required
@require_safe
def lanes(request: HttpRequest) -> HttpResponse:
    """What changes on the board: asked every few seconds, 204 and nothing moves while nothing has.

    Compared here and not by Django's conditional responses, which would draw the board first.
    """
    center, form, now = center_asked(request), _form(request), timezone.now()
    day = form.asked_day or local_day(center, now)
    etag = f'"{version_of(center, day, at=now)}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=204, headers={"ETag": etag})
    context = _day(request, center, day, at=now, opened=_opened(request, form))
    with timezone.override(ZoneInfo(center.time_zone)):
        response = render(request, "desk/_live.html", context)
    response.headers["ETag"] = f'"{context["board"].version}"'
    return response


@desk_required
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The day to print, in case the network dies."""
    center, form, now = center_asked(request), _form(request), timezone.now()
    day = form.asked_day or local_day(center, now)
    context = {"board": read_board(center, day, at=now), "printed_at": now, "center": center}
    with timezone.override(ZoneInfo(center.time_zone)):
        return render(request, "desk/print.html", context)


def _form(request: HttpRequest) -> DayForm:
    form = DayForm(request.GET)
    form.is_valid()
    return form


def _opened(request: HttpRequest, form: DayForm) -> Visit | None:
    key = form.cleaned_data.get("visit")
    return visit_at_desk(request.user, key) if key else None


def _day(
    request: HttpRequest, center: Center, day: date, *, at: datetime, opened: Visit | None
) -> dict[str, Any]:
    board: Board = read_board(center, day, at=at)
    query = {"center": center.slug, "day": day.isoformat()}
    officer = getattr(request.user, "officer", None)
    return {
        "center": center,
        "centers": request.centers,  # type: ignore[attr-defined]
        "day": day,
        "board": board,
        "grid": grid_of(board, at=at),
        "query": urlencode(query),
        "opened_key": opened.pk if opened else None,
        "own_officer": officer.pk if officer else None,
        "now": at,
    }

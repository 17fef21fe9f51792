"""What happens between the door and the goodbye: called, handed over, re-planned, noted."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from permits.desk import calling, catching_up, handing_over, noting
from permits.desk.access import desk_required, staff_of, step_at_desk, visit_at_desk
from permits.desk.forms import HandOverForm, InterpreterForm, NameForm, NoteForm
from permits.desk.refusals import DeskRefused
from permits.desk.views.board import address_of
from permits.desk.views.clicks import note
from permits.desk.words import why
from permits.models import Visit
from permits.parties import Unbookable
from permits.refusals import Refused
from rotonde.common.templatetags.times import clock


@desk_required
@require_safe
def scan(request: HttpRequest, key: int) -> HttpResponse:
    """Where the QR code of a ticket leads staff: to the visit, ready to be checked in."""
    visit = visit_at_desk(request.user, key)
    return redirect(address_of(visit.center, visit.date, visit))


@desk_required
@require_POST
def call(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    said = _("%(ticket)s is called.") % {"ticket": visit.ticket}
    return note(
        request,
        visit,
        lambda: calling.call(visit=visit, at=timezone.now(), by=staff_of(request)),
        said,
    )


@desk_required
@require_POST
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Done here, on to the next officer."""
    step = step_at_desk(request.user, key)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _complained(request, step.visit, form.errors["note"][0])
    try:
        officer = handing_over.hand_over(
            step=step, note=form.cleaned_data["note"], at=timezone.now(), by=staff_of(request)
        )
    except DeskRefused as refusal:
        return _complained(request, step.visit, why(refusal))
    if officer:
        said = _("%(ticket)s goes on to %(officer)s.")
        messages.success(request, said % {"ticket": step.visit.ticket, "officer": officer.name})
    else:
        messages.success(request, _("%(ticket)s is through.") % {"ticket": step.visit.ticket})
    return redirect(address_of(step.visit.center, step.visit.date, step.visit))


@desk_required
@require_POST
def catch_up(request: HttpRequest, key: int) -> HttpResponse:
    """What is left gets the next time that fits; the honest end is told."""
    visit = visit_at_desk(request.user, key)
    try:
        changed = catching_up.catch_up(visit=visit, at=timezone.now(), by=staff_of(request))
    except (DeskRefused, Refused, Unbookable) as refusal:
        return _complained(request, visit, why(refusal))
    with timezone.override(ZoneInfo(visit.center.time_zone)):
        said = _("%(ticket)s is re-planned: through by %(time)s.")
        messages.success(request, said % {"ticket": visit.ticket, "time": clock(changed.ends_at)})
    return redirect(address_of(changed.center, changed.date, changed))


@desk_required
@require_POST
def noted(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _complained(request, visit, form.errors["text"][0])
    text = form.cleaned_data["text"]
    return note(
        request,
        visit,
        lambda: noting.note(visit=visit, text=text, at=timezone.now(), by=staff_of(request)),
        _("Noted."),
    )


@desk_required
@require_POST
def renamed(request: HttpRequest, key: int, position: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    get_object_or_404(visit.attendees, position=position)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _complained(request, visit, form.errors["name"][0])
    name = form.cleaned_data["name"]
    return note(
        request,
        visit,
        lambda: noting.correct_name(
            visit=visit, position=position, name=name, at=timezone.now(), by=staff_of(request)
        ),
        _("The name is corrected."),
    )


@desk_required
@require_POST
def interpreter(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    form = InterpreterForm(request.POST)
    if not form.is_valid():
        return _complained(request, visit, form.errors["need"][0])
    need = form.cleaned_data["need"]
    return note(
        request,
        visit,
        lambda: noting.note_interpreter(
            visit=visit, need=need, at=timezone.now(), by=staff_of(request)
        ),
        str(need.label),
    )


def _complained(request: HttpRequest, visit: Visit, words: object) -> HttpResponse:
    messages.warning(request, str(words))
    return redirect(address_of(visit.center, visit.date, visit))

"""The clock of whoever prepares or handles a visit: start, stop, throw away; or the standard."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from permits.desk.access import desk_required, staff_of, visit_at_desk
from permits.models import Procedure, Visit, WorkKind
from permits.readiness import clocks
from permits.readiness.queueing import procedures_of
from permits.readiness.refusals import OfficeRefused
from permits.readiness.words import why


@desk_required
@require_POST
def started(request: HttpRequest, key: int) -> HttpResponse:
    visit, by = visit_at_desk(request.user, key), staff_of(request)
    procedure, kind = _what(request, visit)
    return _clicked(
        request,
        visit.pk,
        lambda: clocks.start(visit=visit, procedure=procedure, kind=kind, at=timezone.now(), by=by),
    )


@desk_required
@require_POST
def standard(request: HttpRequest, key: int) -> HttpResponse:
    visit, by = visit_at_desk(request.user, key), staff_of(request)
    procedure, kind = _what(request, visit)
    return _clicked(
        request,
        visit.pk,
        lambda: clocks.count_standard(
            visit=visit, procedure=procedure, kind=kind, at=timezone.now(), by=by
        ),
    )


@desk_required
@require_POST
def stopped(request: HttpRequest) -> HttpResponse:
    """Stop one's own clock, or throw it away."""
    by = staff_of(request)
    try:
        if "forget" in request.POST:
            work = clocks.throw_away(by=by)
            messages.success(request, _("The clock was thrown away: nothing counts."))
        else:
            work = clocks.stop(at=timezone.now(), by=by)
            minutes = work.minutes or 0
            said = ngettext("%(n)d minute counted.", "%(n)d minutes counted.", minutes)
            messages.success(request, said % {"n": minutes})
    except OfficeRefused as refusal:
        messages.warning(request, why(refusal))
        return redirect("desk:preparation")
    return redirect("desk:prepare", work.visit_id)


def _what(request: HttpRequest, visit: Visit) -> tuple[Procedure, WorkKind]:
    """The procedure, one of the visit's, and what is done for it. Raises Http404."""
    known = {each.slug: each for each in procedures_of(visit)}
    procedure = known.get(request.POST.get("procedure", ""))
    kind = request.POST.get("kind", "")
    if procedure is None or kind not in WorkKind.values:
        raise Http404
    return procedure, WorkKind(kind)


def _clicked(request: HttpRequest, key: int, click: Callable[[], object]) -> HttpResponse:
    try:
        click()
    except OfficeRefused as refusal:
        messages.warning(request, why(refusal))
    return redirect("desk:prepare", key)

"""What is noted at the desk with one click each; all of them lead back to the board."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permits.desk import noting, undoing
from permits.desk.access import desk_required, staff_of, step_at_desk, visit_at_desk
from permits.desk.forms import ReasonForm
from permits.desk.refusals import DeskRefused
from permits.desk.undoing import undoable
from permits.desk.views.board import address_of
from permits.desk.words import why
from permits.models import Step, Visit


@desk_required
@require_POST
def arrived(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    said = _("%(ticket)s is here.") % {"ticket": visit.ticket}
    return note(
        request,
        visit,
        lambda: noting.check_in(visit=visit, at=timezone.now(), by=staff_of(request)),
        said,
    )


@desk_required
@require_POST
def missed(request: HttpRequest, key: int) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    said = _("%(ticket)s is noted as not come.") % {"ticket": visit.ticket}
    return note(
        request,
        visit,
        lambda: noting.note_missed(visit=visit, at=timezone.now(), by=staff_of(request)),
        said,
    )


@desk_required
@require_POST
def settled(request: HttpRequest, key: int, outcome: str) -> HttpResponse:
    """Done, or refused with a reason; a missing document has a page of its own."""
    step = step_at_desk(request.user, key)
    if outcome not in (Step.Outcome.DONE, Step.Outcome.REFUSED):
        raise Http404
    found, reason = Step.Outcome(outcome), ReasonForm(request.POST)
    if found == Step.Outcome.REFUSED and not reason.is_valid():
        messages.warning(request, _("Nothing was noted. Say why it is refused."))
        return redirect(address_of(step.visit.center, step.visit.date, step.visit))
    why_refused = reason.cleaned_data["reason"] if found == Step.Outcome.REFUSED else ""
    said = _("%(ticket)s: %(outcome)s.") % {"ticket": step.visit.ticket, "outcome": found.label}
    return note(
        request,
        step.visit,
        lambda: noting.settle(
            step=step,
            outcome=found,
            at=timezone.now(),
            by=staff_of(request),
            note=why_refused,
        ),
        said,
    )


@desk_required
@require_POST
def undone(request: HttpRequest, key: int) -> HttpResponse:
    """Take back one's own last click."""
    visit_of_entry = undoable(staff_of(request), at=timezone.now()).filter(pk=key).first()
    if visit_of_entry is None:
        # Too late, or not one's own: where to go back to is not known either.
        messages.warning(request, _("The minute to take this back is over."))
        return redirect("desk:board")
    visit = visit_at_desk(request.user, visit_of_entry.visit_id)
    return note(
        request,
        visit,
        lambda: undoing.undo(entry=visit_of_entry, at=timezone.now(), by=staff_of(request)),
        _("Taken back."),
    )


def note(
    request: HttpRequest, visit: Visit, click: Callable[[], object], said: str
) -> HttpResponse:
    try:
        click()
    except DeskRefused as refusal:
        messages.warning(request, why(refusal))
    else:
        messages.success(request, said)
    return redirect(address_of(visit.center, visit.date, visit))

"""A document is missing: which one, and when the person comes back with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permits.availability import Start
from permits.desk.access import desk_required, staff_of, step_at_desk
from permits.desk.following_up import miss_document, proposals
from permits.desk.forms import MissingForm
from permits.desk.refusals import DeskRefused
from permits.desk.views.board import address_of
from permits.desk.words import why
from permits.models import Requirement, Step
from permits.parties import Unbookable
from permits.refusals import Refused
from rotonde.translations.reading import shown


@desk_required
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest, key: int) -> HttpResponse:
    step = step_at_desk(request.user, key)
    starts = _proposals(step)
    papers = _papers(step)
    if request.method != "POST":
        return _page(request, step, MissingForm(step=step, papers=papers, starts=starts))
    form = MissingForm(request.POST, step=step, papers=papers, starts=starts)
    if not form.is_valid():
        return _page(request, step, form, status=400)
    try:
        entry = miss_document(
            step=step,
            missing=form.cleaned_data["missing"],
            start=form.cleaned_data["start"],
            at=timezone.now(),
            by=staff_of(request),
        )
    except (Refused, Unbookable) as refusal:
        form = MissingForm(request.POST, step=step, papers=papers, starts=_proposals(step))
        form.add_error("start", why(refusal))
        return _page(request, step, form, status=409)
    except DeskRefused as refusal:
        messages.warning(request, why(refusal))
        return redirect(address_of(step.visit.center, step.visit.date, step.visit))
    said = _("Noted, and a visit to come back is booked.") if entry.follow_up else _("Noted.")
    messages.success(request, said)
    return redirect(address_of(step.visit.center, step.visit.date, step.visit))


def _proposals(step: Step) -> list[Start]:
    try:
        return proposals(step, at=timezone.now())
    except Unbookable:
        return []


def _papers(step: Step) -> dict[str, str]:
    """What the procedure asks of such a person, each paper once, by its Dutch name as well."""
    asked = Requirement.objects.filter(
        procedure=step.procedure, audience__in=["everyone", step.attendee.kind]
    ).select_related("document")
    return {
        each.document.slug: _("%(name)s (%(official)s)")
        % {
            "name": shown(each.document, "name", get_language() or "en").text,
            "official": each.document.official_name,
        }
        for each in asked
    }


def _page(
    request: HttpRequest, step: Step, form: MissingForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "step": step,
        "visit": step.visit,
        "form": form,
        "back": address_of(step.visit.center, step.visit.date, step.visit),
    }
    return render(request, "desk/missing.html", context, status=status)

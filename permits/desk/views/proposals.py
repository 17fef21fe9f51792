"""Somebody at the desk notes what a visitor says, on the phone or in person, to a proposed time."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from permits.desk.access import desk_required, visit_at_desk
from permits.desk.views.board import address_of
from permits.rostering import proposals


@desk_required
@require_POST
def answered(request: HttpRequest, key: int, answer: str) -> HttpResponse:
    visit = visit_at_desk(request.user, key)
    proposal = visit.proposals.first()
    if proposal is None or answer not in ("accept", "decline"):
        raise Http404
    try:
        if answer == "accept":
            visit = proposals.accept(proposal=proposal, at=timezone.now())
            messages.success(request, _("The visit has its new time."))
        else:
            proposals.decline(proposal=proposal, at=timezone.now())
            messages.info(request, _("The proposed time is free again. They need another one."))
    except proposals.ProposalOver:
        messages.warning(request, _("This time is not kept any more."))
    return redirect(address_of(visit.center, visit.date, visit))

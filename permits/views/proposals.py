"""The visitor answers a proposal, by their private link and never by following it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from permits.rostering import proposals
from permits.views.visitors import linked_visit
from rotonde.common.private import private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Take the proposed time, or give it back and look for another."""
    visit = linked_visit(code)
    proposal = visit.proposals.first()
    if request.method != "POST" or proposal is None:
        return redirect("permits:visit", code)
    now = timezone.now()
    try:
        if request.POST.get("answer") == "accept":
            proposals.accept(proposal=proposal, at=now)
            messages.success(request, _("Your visit has a new time. We sent it to you by email."))
        elif request.POST.get("answer") == "decline":
            proposals.decline(proposal=proposal, at=now)
            if visit.starts_at > now:
                messages.info(request, _("We gave the proposed time back. Choose another one."))
                return redirect("permits:move", code)
    except proposals.ProposalOver:
        messages.error(request, _("This time is not kept for you any more. See what is possible."))
    return redirect("permits:visit", code)

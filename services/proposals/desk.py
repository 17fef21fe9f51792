"""What organisations propose, for an editor to accept, edit or decline."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rotonde.accounts.access import found_or_404, owner_of, role_required
from rotonde.accounts.roles import Role
from services.models import Proposal, Service
from services.proposals.comparing import lost, rows_of
from services.proposals.entry import read, values_of
from services.proposals.forms import DeclineForm, ReviewForm
from services.proposals.history import history_of
from services.proposals.settling import (
    AlreadySettled,
    EntryMoved,
    accept,
    decline,
    fingerprint,
)

editors = role_required(Role.EDITOR, Role.MANAGER)


@editors
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, key: int) -> HttpResponse:
    """Old and new side by side; what is ticked is written into the entry."""
    found = _proposal(key)
    service = read(found.service_id)
    live = values_of(service)
    form = _review(found, service, live, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accept(
                proposal=found,
                values=form.taken,
                seen=form.cleaned_data["seen"],
                by=owner_of(request),
                at=timezone.now(),
            )
        except AlreadySettled:
            messages.warning(request, _("This was settled already."))
        except EntryMoved:
            messages.warning(request, _("It has changed while you read it. Please look again."))
            return redirect("desk:entry-proposal", key)
        else:
            messages.success(request, _("The entry says so now, and the organisation is told."))
        return redirect("desk:data")
    return _page(request, found, service, form)


@editors
@require_POST
def declined(request: HttpRequest, key: int) -> HttpResponse:
    """Leave the entry as it is; the organisation reads why. What was typed is not lost."""
    found = _proposal(key)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _anew(request, found, form)
    try:
        decline(proposal=found, by=owner_of(request), at=timezone.now(), **form.cleaned_data)
    except AlreadySettled:
        messages.warning(request, _("This was settled already."))
    except EntryMoved:
        messages.warning(request, _("It has changed while you read it. Please look again."))
        return _anew(request, _proposal(key), form)
    else:
        messages.success(request, _("Declined, and the organisation is told why."))
    return redirect("desk:data")


def _anew(request: HttpRequest, found: Proposal, declining: DeclineForm) -> HttpResponse:
    """The page as it is now, with the reason that was typed."""
    service = read(found.service_id)
    live = values_of(service)
    declining.data = {"reason": declining["reason"].value(), "seen": fingerprint(found, live)}
    return _page(request, found, service, _review(found, service, live, None), declining)


def waiting() -> Any:
    """Proposals an editor has yet to read, the oldest first."""
    found = Proposal.objects.filter(state=Proposal.State.OPEN)
    return found.select_related("service", "organisation")


def _proposal(key: int) -> Proposal:
    return found_or_404(Proposal.objects.select_related("organisation", "made_by"), pk=key)


def _review(found: Proposal, service: Service, live: Mapping[str, str], data: Any) -> ReviewForm:
    """What moved meanwhile is not ticked: it is overwritten only by who says so."""
    rows = rows_of(found, service, live)
    return ReviewForm(
        [row.field for row in rows],
        data,
        values={row.field.key: found.changes[row.field.key]["new"] for row in rows},
        ticked=[row.field.key for row in rows if not row.has_moved],
        seen=fingerprint(found, live),
        live=live,
    )


def _page(
    request: HttpRequest,
    found: Proposal,
    service: Service,
    form: ReviewForm,
    declining: DeclineForm | None = None,
) -> HttpResponse:
    live = values_of(service)
    if declining is None:
        declining = DeclineForm(initial={"seen": fingerprint(found, live)})
    rows = [
        (row, form[f"take_{row.field.key}"], form[row.field.key])
        for row in rows_of(found, service, live)
    ]
    context = {
        "proposal": found,
        "service": service,
        "rows": rows,
        "lost": lost(found, live),
        "form": form,
        "declining": declining,
        "history": history_of(found, service),
    }
    status = 400 if form.errors or declining.is_bound else 200
    return render(request, "desk/data/proposal.html", context, status=status)

"""Our entries: what a member of an organisation sees of them, and proposes to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rotonde.accounts.access import owner_of, signed_in
from rotonde.common.languages import AUTONYMS, CODES
from services.models import Channel, Proposal, Service
from services.proposals.access import entries_of, entry_for
from services.proposals.entry import fields_of, has_plain_hours, read, values_of
from services.proposals.forms import EntryForm
from services.proposals.proposing import NothingChanged, propose, withdraw


@dataclass(frozen=True)
class Part:
    """Boxes that stand together; `is_open` unfolds them, `channel` says whose they are."""

    title: str
    boxes: list[BoundField]
    is_open: bool = True
    channel: Channel | None = None
    plain_hours: bool = True


@signed_in
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Every entry of the organisations they are a member of."""
    own = entries_of(owner_of(request), on=timezone.localdate()).select_related("organisation")
    waiting = Proposal.objects.filter(service__in=own, state=Proposal.State.OPEN)
    open_ones = set(waiting.values_list("service", flat=True))
    rows = [(each, each.pk in open_ones) for each in own.order_by("organisation__name", "slug")]
    return render(request, "services/proposals/entries.html", {"rows": rows})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them, in boxes; what is sent waits for an editor."""
    user = owner_of(request)
    service = read(entry_for(user, public_id, on=timezone.localdate()).pk)
    waiting = _proposals(service).filter(state=Proposal.State.OPEN).first()
    live = values_of(service)
    asked = {key: change["new"] for key, change in waiting.changes.items()} if waiting else {}
    data = request.POST if request.method == "POST" else None
    form = EntryForm(fields_of(service), data, values=live | asked)
    if form.is_valid():
        try:
            propose(service=service, by=user, values=form.values, at=timezone.now())
        except NothingChanged:
            form.add_error(None, _("Nothing here differs from what the entry says already."))
        else:
            messages.success(request, _("Thank you. An editor reads it and writes to you."))
            return redirect("my:entry", service.public_id)
    return _page(request, service, form, waiting, status=400 if form.errors else 200)


@signed_in
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw what waits for an editor."""
    service = entry_for(owner_of(request), public_id, on=timezone.localdate())
    waiting = _proposals(service).filter(state=Proposal.State.OPEN).first()
    if waiting is not None and withdraw(proposal=waiting, at=timezone.now()):
        messages.success(request, _("Taken back. The entry stays as it is."))
    else:
        messages.warning(request, _("This was settled already."))
    return redirect("my:entry", service.public_id)


def parts_of(form: EntryForm, service: Service) -> list[Part]:
    """Contact, the texts language by language, then each way to get the service."""
    reader = get_language() or CODES[0]
    boxes = [(field, form[key]) for key, field in form.of.items()]
    parts = [Part(_("Contact and price"), [box for field, box in boxes if field.kind == "plain"])]
    for code in dict.fromkeys([reader, "nl", "en", *CODES]):
        own = [box for field, box in boxes if field.language == code]
        is_open = code in (reader, "nl") or any(box.errors for box in own)
        parts.append(Part(AUTONYMS[code], own, is_open))
    for channel in service.channels.all():
        own = [box for field, box in boxes if field.channel == channel]
        title = _named(channel)
        parts.append(Part(title, own, True, channel, has_plain_hours(channel)))
    return parts


def _named(channel: Channel) -> str:
    kind = str(channel.get_kind_display())
    return f"{kind} · {channel.place.name}" if channel.place else kind


def _proposals(service: Service) -> Any:
    return Proposal.objects.filter(service=service, organisation=service.organisation_id)


def _page(
    request: HttpRequest, service: Service, form: EntryForm, waiting: Proposal | None, status: int
) -> HttpResponse:
    outcomes: Iterable[str] = (Proposal.State.ACCEPTED, Proposal.State.DECLINED)
    settled = _proposals(service).filter(state__in=outcomes)
    context = {
        "service": service,
        "form": form,
        "parts": parts_of(form, service),
        "waiting": waiting,
        "last": settled.order_by("-settled_at").first(),
    }
    return render(request, "services/proposals/entry.html", context, status=status)

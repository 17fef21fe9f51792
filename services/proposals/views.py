"""Our entries: what a member of an organisation sees of them, and proposes to change."""

from collections.abc import Container, Iterable, Sequence
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
from services.proposals.comparing import Move, moves_of
from services.proposals.entry import boxes_of, fields_of, has_plain_hours, read, values_of
from services.proposals.forms import EntryForm, ProposeForm
from services.proposals.proposing import ChangedMeanwhile, NothingChanged, propose, withdraw


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
    waiting = Proposal.objects.waiting_for(service).first()
    boxes = _boxes(service, waiting)
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(fields_of(service), data, values=boxes)
    if form.is_valid():
        told = {"values": form.values, "opened": form.opened}
        try:
            propose(service=service, by=user, at=timezone.now(), **told)
        except NothingChanged:
            form.add_error(None, _("Nothing here differs from what the entry says already."))
        except ChangedMeanwhile:
            return _opened_anew(request, service.pk, form)
        else:
            messages.success(request, _("Thank you. An editor reads it and writes to you."))
            return redirect("my:entry", service.public_id)
    return _page(request, service, form, waiting, status=400 if form.errors else 200)


@signed_in
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw what waits for an editor."""
    user = owner_of(request)
    service = entry_for(user, public_id, on=timezone.localdate())
    waiting = Proposal.objects.waiting_for(service).first()
    was_read = waiting is not None and waiting.made_at.isoformat() == request.POST.get("seen")
    if waiting and was_read and withdraw(proposal=waiting, by=user, at=timezone.now()):
        messages.success(request, _("Taken back. The entry stays as it is."))
    else:
        messages.warning(request, _("It has changed while you read it. Please look again."))
    return redirect("my:entry", service.public_id)


def parts_of(
    form: EntryForm, service: Service, unfolded: Container[str] = frozenset()
) -> list[Part]:
    """Contact, the texts language by language, then each way to get the service.

    Where one of the keys `unfolded` stands, the part is open.
    """
    reader = get_language() or CODES[0]
    boxes = [(field, form[key]) for key, field in form.of.items()]
    parts = [Part(_("Contact and price"), [box for field, box in boxes if field.kind == "plain"])]
    for code in dict.fromkeys([reader, "nl", "en", *CODES]):
        own = [box for field, box in boxes if field.language == code]
        is_open = code in (reader, "nl") or any(box.errors or box.name in unfolded for box in own)
        parts.append(Part(AUTONYMS[code], own, is_open))
    for channel in service.channels.all():
        own = [box for field, box in boxes if field.channel == channel]
        title = _named(channel)
        parts.append(Part(title, own, True, channel, has_plain_hours(channel)))
    return parts


def _opened_anew(request: HttpRequest, pk: int, sent: ProposeForm) -> HttpResponse:
    """Somebody else was faster: what they changed, and the boxes with all that was typed here."""
    service = read(pk)
    waiting = Proposal.objects.waiting_for(service).first()
    boxes, fields = _boxes(service, waiting), fields_of(service)
    moves = moves_of(fields, opened=sent.opened, boxes=boxes, sent=sent.values, typed=sent.typed)
    return _page(request, service, sent.over(boxes, fields), waiting, status=409, moves=moves)


def _boxes(service: Service, waiting: Proposal | None) -> dict[str, str]:
    return boxes_of(values_of(service), waiting.changes if waiting else {})


def _named(channel: Channel) -> str:
    kind = str(channel.get_kind_display())
    return f"{kind} · {channel.place.name}" if channel.place else kind


def _proposals(service: Service) -> Any:
    return Proposal.objects.filter(service=service, organisation=service.organisation_id)


def _page(
    request: HttpRequest,
    service: Service,
    form: ProposeForm,
    waiting: Proposal | None,
    *,
    status: int,
    moves: Sequence[Move] = (),
) -> HttpResponse:
    outcomes: Iterable[str] = (Proposal.State.ACCEPTED, Proposal.State.DECLINED)
    settled = _proposals(service).filter(state__in=outcomes)
    context = {
        "service": service,
        "form": form,
        "parts": parts_of(form, service, {move.field.key for move in moves}),
        "waiting": waiting,
        "moves": moves,
        "last": settled.order_by("-settled_at").first(),
    }
    return render(request, "services/proposals/entry.html", context, status=status)

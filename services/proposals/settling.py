"""An editor accepts a proposal, whole, in part or with other words, or declines it with a reason.

Only here the live entry changes. Whoever proposed it is told in their language.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rotonde.accounts.models import User
from services.catalogue import record_change
from services.models import OwnersCheck, Proposal, ProposalStep, Service
from services.proposals.applying import apply
from services.proposals.entry import is_named, read, values_of
from services.proposals.history import write_down
from services.proposals.mails import queue_outcome
from services.truth.asking import confirm


class AlreadySettled(Exception):
    """Another editor was faster, or the member took it back."""


class EntryMoved(Exception):
    """The entry or the proposal is no longer what the editor looked at."""


def fingerprint(proposal: Proposal, live: Mapping[str, str]) -> str:
    """What an editor sees of a proposal: its changes, and what the entry says there now."""
    seen = [proposal.changes, {key: live.get(key) for key in proposal.changes}]
    told = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@transaction.atomic
def accept(
    *, proposal: Proposal, values: Mapping[str, str], seen: str, by: User, at: datetime
) -> Proposal:
    """Write `values` (by key, of what was proposed) into the entry; it was checked today.

    `seen` is the fingerprint of what the editor decided on. Raises AlreadySettled, EntryMoved;
    what is written must change something of the proposal, so `values` is never empty.
    """
    locked, service, live = _locked(proposal, seen)
    taken = {key: value for key, value in values.items() if key in locked.changes and key in live}
    if not is_named(live | taken):
        raise EntryMoved(service.public_id)  # the other name has gone since
    day = timezone.localdate(at)
    apply(service=service, values=taken, on=day)
    Service.objects.filter(pk=service.pk).update(checked_on=day, verified=True)
    locked.taken = taken
    _settle(locked, Proposal.State.ACCEPTED, by, at)
    written = {key: {"old": live[key], "new": value} for key, value in taken.items()}
    write_down(locked, ProposalStep.Kind.ACCEPTED, by=by, at=at, changes=written)
    # Who proposes and is accepted has answered what the quarterly mail asks.
    for check in OwnersCheck.objects.filter(service=service, answered_at=None):
        confirm(check=check, at=at)
    record_change(Service.objects.get(pk=service.pk), at=at)
    return locked


@transaction.atomic
def decline(*, proposal: Proposal, seen: str, reason: str, by: User, at: datetime) -> Proposal:
    """Leave the entry as it is, and say why. `seen` as in `accept`.

    Raises AlreadySettled, EntryMoved.
    """
    locked, _service, _live = _locked(proposal, seen)
    locked.reason = reason
    _settle(locked, Proposal.State.DECLINED, by, at)
    write_down(locked, ProposalStep.Kind.DECLINED, by=by, at=at)
    return locked


def _locked(proposal: Proposal, seen: str) -> tuple[Proposal, Service, dict[str, str]]:
    """The open proposal, its entry and what that says, all as the editor saw them."""
    Service.objects.select_for_update().get(pk=proposal.service_id)
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not locked.is_open:
        raise AlreadySettled(locked.state)
    service = read(locked.service_id)
    live = values_of(service)
    if fingerprint(locked, live) != seen:
        raise EntryMoved(service.public_id)
    return locked, service, live


def _settle(proposal: Proposal, state: Proposal.State, by: User, at: datetime) -> None:
    proposal.state, proposal.settled_by, proposal.settled_at = state, by, at
    proposal.save(update_fields=["state", "settled_by", "settled_at", "taken", "reason"])
    queue_outcome(proposal, at=at)

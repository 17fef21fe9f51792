"""A member of an organisation proposes to change its entry, changes the proposal, takes it back.

What another member wrote meanwhile is never written over by somebody who has not seen it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rotonde.accounts.models import User
from services.models import Proposal, ProposalStep, Service
from services.proposals.entry import boxes_of, read, values_of
from services.proposals.history import write_down


class NothingChanged(Exception):
    """The entry says all of this already."""


class ChangedMeanwhile(Exception):
    """The proposal, or the entry, is no longer what the member opened."""


@transaction.atomic
def propose(
    *,
    service: Service,
    by: User,
    values: Mapping[str, str],
    at: datetime,
    opened: Mapping[str, str] | None = None,
) -> Proposal:
    """Propose that the entry says `values`; instead of what was open, so twice is once.

    `opened` is what the boxes held when the member began; without it, what they hold now. The live
    entry stays. Raises ChangedMeanwhile, NothingChanged.
    """
    # One at a time: a second sending finds what the first one made.
    locked = Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    waiting = Proposal.objects.waiting_for(locked).select_for_update().first()
    live = values_of(read(locked.pk))
    if opened is not None and moved(opened, values, boxes_of(live, _asked(waiting))):
        raise ChangedMeanwhile(service.public_id)
    changes = {
        key: {"old": live[key], "new": value}
        for key, value in values.items()
        if key in live and value != live[key]
    }
    if not changes:
        raise NothingChanged(service.public_id)
    if waiting is not None and waiting.changes == changes:
        return waiting
    kind = ProposalStep.Kind.CHANGED if waiting else ProposalStep.Kind.PROPOSED
    found = waiting or Proposal(service=locked, organisation_id=locked.organisation_id)
    found.changes, found.made_by, found.made_at = changes, by, at
    found.save()
    write_down(found, kind, by=by, at=at, changes=changes)
    return found


def moved(
    opened: Mapping[str, str], values: Mapping[str, str], boxes: Mapping[str, str]
) -> list[str]:
    """The keys whose `boxes` hold neither what the member `opened` nor what they send."""
    return [
        key for key in values if key in boxes and boxes[key] not in (opened.get(key), values[key])
    ]


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, at: datetime) -> bool:
    """Take an open proposal back as it was read; whether nobody settled or changed it before."""
    as_read = Proposal.objects.filter(
        pk=proposal.pk, state=Proposal.State.OPEN, made_at=proposal.made_at
    )
    was_open = as_read.update(state=Proposal.State.WITHDRAWN, settled_at=at)
    if was_open:
        write_down(proposal, ProposalStep.Kind.WITHDRAWN, by=by, at=at)
    return bool(was_open)


def _asked(waiting: Proposal | None) -> Mapping[str, Mapping[str, str]]:
    return waiting.changes if waiting else {}

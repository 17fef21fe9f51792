"""A member of an organisation proposes to change its entry, changes the proposal, takes it back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rotonde.accounts.models import User
from services.models import Proposal, Service
from services.proposals.entry import read, values_of


class NothingChanged(Exception):
    """The entry says all of this already."""


@transaction.atomic
def propose(*, service: Service, by: User, values: Mapping[str, str], at: datetime) -> Proposal:
    """Propose that the entry says `values`; instead of what was open, so twice is once.

    The live entry stays. Raises NothingChanged.
    """
    # One at a time: a second sending finds what the first one made.
    locked = Service.objects.select_for_update(no_key=True).get(pk=service.pk)
    live = values_of(read(locked.pk))
    changes = {
        key: {"old": live[key], "new": value}
        for key, value in values.items()
        if key in live and value != live[key]
    }
    if not changes:
        raise NothingChanged(service.public_id)
    proposal, _made = Proposal.objects.update_or_create(
        service=locked,
        organisation_id=locked.organisation_id,
        state=Proposal.State.OPEN,
        defaults={"changes": changes, "made_by": by, "made_at": at},
    )
    return proposal


def withdraw(*, proposal: Proposal, at: datetime) -> bool:
    """Take an open proposal back; whether no editor was faster."""
    still_open = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN)
    return bool(still_open.update(state=Proposal.State.WITHDRAWN, settled_at=at))

"""What proposals keep about a person: that they made them, and what was done with them."""

from datetime import datetime, timedelta
from typing import Any

from rotonde.accounts.personal_data import Keeper, Person, register
from services.models import Proposal, ProposalStep

KEPT = timedelta(days=730)


def register_keepers() -> None:
    register(Keeper("proposed changes of entries", _tell, _erase, _purge))


def _tell(person: Person) -> list[dict[str, Any]]:
    if person.account is None:
        return []
    own = Proposal.objects.filter(made_by=person.account).select_related("service")
    steps = ProposalStep.objects.filter(by=person.account).select_related("proposal__service")
    return [
        {
            "service": proposal.service.public_id,
            "changes": proposal.changes,
            "made_at": proposal.made_at,
            "state": proposal.state,
            "reason": proposal.reason,
        }
        for proposal in own
    ] + [
        {
            "service": step.proposal.service.public_id,
            "step": step.kind,
            "changes": step.changes,
            "at": step.at,
            "reason": step.reason,
        }
        for step in steps
    ]


def _erase(person: Person, at: datetime) -> int:
    """What waits goes; what was settled stays the organisation's, without the person."""
    if person.account is None:
        return 0
    own = Proposal.objects.filter(made_by=person.account)
    gone, _each = own.filter(state=Proposal.State.OPEN).delete()
    decided = Proposal.objects.filter(settled_by=person.account).update(settled_by=None)
    steps = ProposalStep.objects.filter(by=person.account).update(by=None)
    return gone + own.update(made_by=None) + decided + steps


def _purge(at: datetime, dry_run: bool) -> int:
    old = Proposal.objects.filter(settled_at__lt=at - KEPT)
    return old.count() if dry_run else old.delete()[0]

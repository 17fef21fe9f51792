"""What visitors are written: that their time goes, that another does, that theirs is back."""

from datetime import datetime

from permits.models import Proposal, Visit
from permits.reminders import tell, visit_of
from rotonde.notifications.kinds import found_once
from rotonde.notifications.models import Message

PROPOSED = "visit-proposed"
LAPSED = "visit-proposal-lapsed"
HOLDS_AGAIN = "visit-holds-again"


def tell_proposed(visit: Visit, *, at: datetime) -> bool:
    """Queue the proposal; part of the transaction that makes it."""
    return tell(visit, PROPOSED, anchor=at, at=at)


def tell_lapsed(visit: Visit, *, at: datetime) -> bool:
    """Queue word that the proposed time is kept no longer, and a way to another."""
    return tell(visit, LAPSED, anchor=at, at=at)


def tell_holds_again(visit: Visit, *, at: datetime) -> bool:
    """Queue word that the first time holds after all."""
    return tell(visit, HOLDS_AGAIN, anchor=at, at=at)


@found_once
def proposal_of(message: Message) -> Proposal | None:
    """The latest proposal for the visit a message is about."""
    visit = visit_of(message)
    proposals = Proposal.objects.filter(visit=visit).select_related("held")
    return proposals.order_by("-id").first() if visit else None


def is_relevant(message: Message) -> bool:
    """Whether what the message says of the proposal is still so."""
    visit, proposal = visit_of(message), proposal_of(message)
    if visit is None or proposal is None or visit.state != Visit.State.BOOKED:
        return False
    if visit.sequence != proposal.sequence:
        return False
    state = Proposal.State(proposal.state)
    if message.kind == PROPOSED:
        return state == Proposal.State.OPEN and proposal.created_at == message.anchor
    wanted = Proposal.State.LAPSED if message.kind == LAPSED else Proposal.State.WITHDRAWN
    return state == wanted and proposal.decided_at == message.anchor

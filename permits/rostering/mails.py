"""The mails about a time that goes: what each says, in the reader's language."""

from permits.presentation.facts import facts
from permits.presentation.proposals import proposed
from permits.reminders import visit_of
from permits.rostering.messages import proposal_of
from rotonde.notifications.kinds import Mail
from rotonde.notifications.models import Message
from rotonde.notifications.writing import written


class ProposalGone(LookupError):
    """A mail about a proposal that no longer exists."""


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    visit, proposal = visit_of(message), proposal_of(message)
    if visit is None or proposal is None:
        raise ProposalGone(message.target)
    context = {
        "visit": visit,
        "facts": facts(visit),
        "proposed": proposed(proposal, visit, at=message.anchor),
        "kind": message.kind,
    }

    return written(message.kind, context)

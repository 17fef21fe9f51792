"""The mail that tells a member what became of their proposal."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from rotonde.common.links import whole
from rotonde.notifications.kinds import Kind, Mail, about, found_once, register
from rotonde.notifications.models import Message
from rotonde.notifications.queue import queue
from rotonde.notifications.writing import written
from services.models import Proposal
from services.proposals.entry import fields_of, read

OUTCOME = "entry-proposal"


class ProposalGone(LookupError):
    """A mail about a proposal that no longer exists."""


def queue_outcome(proposal: Proposal, *, at: datetime) -> None:
    """Queue the mail; part of the transaction that settles. Nobody is told when nobody is left."""
    member = proposal.made_by
    if member is None:
        return
    queue(
        recipient=member.email,
        kind=OUTCOME,
        target=f"proposal:{proposal.pk}",
        anchor=at,
        language=member.language,
        time_zone=member.time_zone,
        due_at=at,
        at=at,
    )


@found_once
def proposal_of(message: Message) -> Proposal | None:
    """The proposal a message is about, with its entry."""
    proposals = Proposal.objects.select_related("service__organisation", "made_by")
    return about(message, "proposal", proposals)


def is_relevant(message: Message) -> bool:
    """Whether it is settled, and its author still the one it goes to."""
    proposal = proposal_of(message)
    settled = (Proposal.State.ACCEPTED, Proposal.State.DECLINED)
    if proposal is None or proposal.state not in settled or proposal.made_by is None:
        return False
    return proposal.made_by.email == message.recipient


def render(message: Message) -> Mail:
    """The mail `message` stands for. The message's language and time zone are active."""
    proposal = proposal_of(message)
    if proposal is None:
        raise ProposalGone(message.target)
    fields = [
        field for field in fields_of(read(proposal.service_id)) if field.key in proposal.changes
    ]
    context = {
        "proposal": proposal,
        "service": proposal.service,
        "taken": [field for field in fields if field.key in proposal.taken],
        "left": [field for field in fields if field.key not in proposal.taken],
        "link": whole(proposal.get_absolute_url()),
    }

    return written(OUTCOME, context)


def register_kinds() -> None:
    """Make the mail known to the outbox."""
    register(Kind(OUTCOME, is_relevant, render, _("What became of your proposal")))

"""For the demo: an organisation whose member proposes a change, which waits for an editor."""

from datetime import datetime

from rotonde.accounts.models import User
from rotonde.organisations.models import Membership
from services.models import Proposal, Service
from services.proposals.proposing import propose

_MEMBER = "organiser@example.org"
# Where newcomers are helped in Ghent; what its member proposes in the demo is invented.
_ORGANISATION = "amal"


def seed_proposals(*, at: datetime) -> int:
    """Make the demo's organiser a member too; how many proposals were made."""
    user = User.objects.filter(email=_MEMBER).first()
    service = Service.objects.filter(organisation__slug=_ORGANISATION).order_by("slug").first()
    if user is None or service is None:
        return 0
    Membership.objects.get_or_create(
        organisation=service.organisation,
        user=user,
        role=Membership.Role.PROVIDER,
        defaults={"valid_from": at.date()},
    )
    if Proposal.objects.filter(service=service).exists():
        return 0
    audience = {"audience_en": "Everybody who is new in Ghent, whatever their papers (demo)"}
    propose(service=service, by=user, values=audience, at=at)
    return 1

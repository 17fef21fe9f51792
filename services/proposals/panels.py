"""On my rotonde of who belongs to an organisation: the way to its entries."""

from django.http import HttpRequest
from django.utils import timezone

from rotonde.accounts.models import User
from rotonde.common.panels import Panel, register
from services.proposals.access import entries_of


def our_entries(request: HttpRequest, user: User) -> Panel | None:
    """Only where there are any."""
    count = entries_of(user, on=timezone.localdate()).count()
    return Panel("services/proposals/panel.html", {"count": count}) if count else None


def register_panels() -> None:
    register("my.coming", our_entries)

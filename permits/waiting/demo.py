"""Somebody of the demo who waits for an earlier time, so that the list is not empty."""

from datetime import datetime, timedelta

from permits.models import Visit, WaitingParty
from permits.parties import Unbookable
from permits.refusals import Refused
from permits.waiting.joining import Wish, join_for_earlier


def seed_waiting(*, at: datetime) -> int:
    """Let the last of the demo's visits wait for an earlier time; how many parties joined."""
    if WaitingParty.objects.exists():
        return 0
    last = (
        Visit.objects.filter(state=Visit.State.BOOKED, email__endswith="@example.org")
        .select_related("center", "municipality", "account")
        .order_by("-first_cell")
        .first()
    )
    if last is None:
        return 0
    # The first days only: their times are taken, so there is something to wait for.
    wish = Wish(at.date(), at.date() + timedelta(days=1), WaitingParty.Part.MORNING, 2)
    try:
        join_for_earlier(
            visit=last, wish=wish, language=last.language, form_key="demo-waiting-party", at=at
        )
    except (Refused, Unbookable):
        return 0
    return 1

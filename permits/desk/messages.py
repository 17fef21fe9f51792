"""The mails of the desk: to whoever did not come, and to whoever goes home."""

from datetime import datetime, timedelta

from permits.models import Closing, Visit
from permits.reminders import tell, visit_of
from rotonde.notifications.kinds import about, found_once
from rotonde.notifications.models import Message

MISSED = "visit-missed"
TOOK_HOME = "visit-took-home"
# Longer than a click can be taken back: who was noted by mistake is never written to.
PATIENCE = timedelta(minutes=2)


def tell_missed(visit: Visit, *, at: datetime) -> bool:
    """Queue the mail, to leave after a moment; part of the transaction that notes it.

    No reproach, and a way to a new time.
    """
    return tell(visit, MISSED, anchor=at, due=at + PATIENCE, at=at)


def tell_took_home(visit: Visit, *, at: datetime) -> bool:
    """Queue what they took home; part of the transaction that closes the visit."""
    return tell(visit, TOOK_HOME, anchor=at, at=at)


def still_missed(message: Message) -> bool:
    """Whether the visit is still noted as missed, by that very click."""
    visit = visit_of(message)
    return visit is not None and visit.missed_at == message.anchor


@found_once
def closing_of(message: Message) -> Closing | None:
    """The goodbye a message is about, with its visit and center."""
    closings = Closing.objects.select_related("visit__center__place")
    return about(message, "visit", closings, by="visit")


def still_closed(message: Message) -> bool:
    """Whether they went home then, and have not been erased since."""
    closing = closing_of(message)
    return closing is not None and closing.at == message.anchor

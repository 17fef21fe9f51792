"""Why joining the waiting list, or answering an offer, did not happen."""

from collections.abc import Sequence

from permits.availability import Start
from permits.refusals import Refused


class AlreadyWaiting(Refused):
    """This mail address, or this visit, is on the list of the center already."""


class FreeAlready(Refused):
    """What the party would wait for can be booked now: `starts`, the earliest first."""

    def __init__(self, starts: Sequence[Start]) -> None:
        super().__init__("such a time is free")
        self.starts = list(starts)


class NothingToWaitFor(Refused):
    """No day on which anything could be offered lies in what the party wants."""


class NoSuchOffer(Refused):
    """The party was never made this offer."""


class OfferOver(Refused):
    """The offer was declined, or was not answered in time."""

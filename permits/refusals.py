"""Why a booking, a change or a hold was refused; the page or the API finds the words."""

from collections.abc import Sequence

from permits.availability import Start
from permits.models import Visit


class Refused(Exception):
    """A process of permits.booking did not happen, and nothing has changed."""


class SlotTaken(Refused):
    """The start is not, or no longer, on offer; `nearest` are free starts close to it."""

    def __init__(self, nearest: Sequence[Start] = ()) -> None:
        super().__init__("this time is not free")
        self.nearest = list(nearest)


class NoSuchVisit(Refused):
    """Nobody was ever given this code."""


class HoldExpired(Refused):
    """The hold ran out or was given back before it was confirmed."""


class NotBooked(Refused):
    """A hold that was not confirmed yet can neither be moved nor cancelled, only released."""


class AlreadyBooked(Refused):
    """The hold has become `visit`: it can neither be extended nor released."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("this hold has been confirmed")
        self.visit = visit


class NoMoreExtensions(Refused):
    """The hold has been extended as often as it may be."""


class VisitCancelled(Refused):
    """`visit` was cancelled before."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("this visit has been cancelled")
        self.visit = visit


class VisitStarted(Refused):
    """The time of `visit` has come: it can no longer be moved or cancelled by link."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("this visit has begun")
        self.visit = visit


class TooLateToChange(Refused):
    """`visit` is so close that it can no longer be moved or cancelled by link."""

    def __init__(self, visit: Visit) -> None:
        super().__init__("this visit is too close to be changed")
        self.visit = visit


class HasVisit(Refused):
    """This person has a combined visit to come already: one at a time."""


class TooManyHolds(Refused):
    """More holds from one address, open or within an hour, than the settings allow."""


class TooManyVisits(Refused):
    """More visits confirmed for one mail address within a day than the settings allow."""


class TimeTaken(Refused):
    """The officer is not free at the time that was to be blocked."""


class NothingFits(Refused):
    """What is left of a visit fits nowhere in the rest of its day."""


class StillOnTime(Refused):
    """What is left of a visit can be done as it was planned."""

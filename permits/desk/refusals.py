"""Why a click at the desk did not happen; nothing has changed."""

from permits.models import VisitEntry


class DeskRefused(Exception):
    """Something at the desk cannot be so."""


class NotExpected(DeskRefused):
    """The visit was cancelled."""


class NotToday(DeskRefused):
    """The visit is on another day."""


class NotLate(DeskRefused):
    """The time of the visit has not come yet: nobody can have missed it."""


class AlreadyNoted(DeskRefused):
    """It was noted before, perhaps by somebody else; `entry` says when and by whom."""

    def __init__(self, entry: VisitEntry | None = None) -> None:
        super().__init__("this was noted before")
        self.entry = entry


class NotHere(DeskRefused):
    """They have not been checked in."""


class NothingLeft(DeskRefused):
    """Every step of the visit has an outcome."""


class StillToSee(DeskRefused):
    """A step is left: nobody is said goodbye to before that."""


class AlreadyClosed(DeskRefused):
    """They went home."""


class Asked(DeskRefused):
    """Their officer is away, and they have been proposed another time."""


class TooLateToUndo(DeskRefused):
    """The minute in which a click can be taken back is over."""


class ChangedSince(DeskRefused):
    """Something else happened to the visit after the click that was to be taken back."""

"""Why a click of the back office did not happen; nothing has changed."""

from permits.models import WorkTime


class OfficeRefused(Exception):
    """Something of the back office cannot be so."""


class EmployerNotAllowed(OfficeRefused):
    """No employer is behind the visit, or the person did not allow to ask them."""


class NobodyToWriteTo(OfficeRefused):
    """There is no address: they booked by phone."""


class NothingToAsk(OfficeRefused):
    """Nothing is missing or doubtful, and nothing was added."""


class AlreadyAsked(OfficeRefused):
    """They were asked some minutes ago."""


class ClockRuns(OfficeRefused):
    """One's own clock is running: `work` says for what."""

    def __init__(self, work: WorkTime | None) -> None:
        super().__init__("a clock is running")
        self.work = work


class NoClock(OfficeRefused):
    """No clock of one's own is running."""


class NoStandard(OfficeRefused):
    """Nobody has set a standard time for this."""


class AlreadyCounted(OfficeRefused):
    """The standard time was counted before."""

"""Why something about a hire is refused; nothing has changed then."""

from rotonde.employers.models import Hire


class Refused(Exception):
    """What was asked for cannot be done."""


class AlreadyHired(Refused):
    """This employer has a live hire of the same address and first working day: `hire`."""

    def __init__(self, hire: Hire) -> None:
        super().__init__(str(hire))
        self.hire = hire


class TooManyHires(Refused):
    """The employer has registered its share of hires today."""


class AlreadyAccepted(Refused):
    """The hire has answered; there is nobody to invite."""


class InvitedLately(Refused):
    """The last invitation was sent within the hour."""


class TooManyInvitations(Refused):
    """Whoever did not answer that many invitations does not want to."""


class InvitationLapsed(Refused):
    """The invitation was not answered in time."""


class InvitationClosed(Refused):
    """The employer took the hire back, or the hire declined."""


class MayNotBook(Refused):
    """The hire has not accepted, or lets the employer see nothing of a visit."""


class VisitStands(Refused):
    """There is a visit for this hire, and it is not over."""


class NothingHeld(Refused):
    """No time was ever held for this hire."""

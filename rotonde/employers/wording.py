"""How far a hire is, what comes next, and why something was refused, in the reader's words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from permits.presentation import refusals as visit_refusals
from rotonde.employers import refusals
from rotonde.employers.bookings import check_bookable
from rotonde.employers.models import Hire, Shares
from rotonde.employers.querysets import Progress

STATES = {
    Progress.INVITED: _("Invited"),
    Progress.LAPSED: _("Invitation ran out"),
    Progress.DECLINED: _("Declined"),
    Progress.ACCEPTED: _("Accepted"),
    Progress.BOOKED: _("Visit booked"),
    Progress.DONE: _("Visit done"),
}
BADGES = {
    Progress.INVITED: "neutral",
    Progress.LAPSED: "warn",
    Progress.DECLINED: "error",
    Progress.ACCEPTED: "accent",
    Progress.BOOKED: "success",
    Progress.DONE: "success",
}

# What an employer may see, said to the employer; the choice itself is worded for the hire.
SEES = {
    Shares.NOTHING: _("You see nothing of the visit."),
    Shares.STATE: _("You see whether the visit is booked and done."),
    Shares.DATE: _("You see whether the visit is booked and done, and when it is."),
}

_NEXT = {
    Progress.INVITED: _("They choose what you may see"),
    Progress.LAPSED: _("Invite them again"),
    Progress.DECLINED: _("Nothing: they want to arrange things themselves"),
    Progress.BOOKED: _("They come to their visit"),
    Progress.DONE: _("Nothing"),
}

_WHY = {
    refusals.AlreadyHired: _("You have registered this person already."),
    refusals.TooManyHires: _(
        "This employer has registered very many people today. Try again tomorrow."
    ),
    refusals.AlreadyAccepted: _("This invitation has been accepted already."),
    refusals.InvitedLately: _("The last invitation is less than an hour old. Give them some time."),
    refusals.TooManyInvitations: _(
        "This person has been invited several times. Ask them whether the address is right."
    ),
    refusals.InvitationLapsed: _("This invitation has run out. Ask your employer for a new one."),
    refusals.InvitationClosed: _("This invitation is no longer open."),
    refusals.MayNotBook: _(
        "You can book for them once they have accepted and let you see whether a visit is booked."
    ),
    refusals.VisitStands: _("There is a visit already. They can move or cancel it themselves."),
    refusals.NothingHeld: _("No time is held for them. Choose one."),
}


@dataclass(frozen=True)
class Standing:
    """A hire as a list shows it."""

    hire: Hire
    state: object
    badge: str
    next_step: object
    may_book: bool

    @property
    def sees(self) -> object:
        """What the hire lets the employer know."""
        return SEES[Shares(self.hire.shares)]


def standing(hire: Hire, *, at: datetime) -> Standing:
    """The standing of a hire fetched with its progress and its visit."""
    progress = Progress(hire.progress)  # type: ignore[attr-defined]
    may_book = bookable(hire, at=at)
    return Standing(hire, STATES[progress], BADGES[progress], _next(progress, hire), may_book)


def bookable(hire: Hire, *, at: datetime) -> bool:
    """Whether the employer may book a visit for this hire now."""
    try:
        check_bookable(hire, at=at)
    except refusals.Refused:
        return False
    return True


def why(refusal: Exception) -> str:
    """One sentence or two for a refusal of this app, or of the visit engine."""
    found = _WHY.get(type(refusal))
    return str(found) if found is not None else visit_refusals.why(refusal)


def _next(progress: Progress, hire: Hire) -> object:
    if progress != Progress.ACCEPTED:
        return _NEXT[progress]
    if hire.shares == Shares.NOTHING:
        return _("Nothing: they book their visit themselves")
    return _("Book the visit")

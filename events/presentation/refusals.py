"""Why a registration or a change was refused, in the reader's words, always with a way on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import refusals

_WORDS = {
    refusals.NoSuchRegistration: gettext_lazy("We do not know this registration."),
    refusals.RegistrationNotNeeded: gettext_lazy("You need not register for this: just come."),
    refusals.RegistrationElsewhere: gettext_lazy(
        "We take no registrations for this. Its organiser says how to take part."
    ),
    refusals.RegistrationNotOpen: gettext_lazy("Registration for this date is not open yet."),
    refusals.RegistrationClosed: gettext_lazy(
        "Registration for this date is closed. Choose another date."
    ),
    refusals.OccurrenceCancelled: gettext_lazy("This date is cancelled. Choose another one."),
    refusals.OccurrenceStarted: gettext_lazy(
        "This event has begun, so your registration can no longer be changed."
    ),
    refusals.AlreadyRegistered: gettext_lazy(
        "This email address is registered for this date. Look for our mail: it has the link to "
        "your registration."
    ),
    refusals.TooManyRegistrations: gettext_lazy(
        "This email address has registered for many events today. Try again tomorrow."
    ),
    refusals.TooManyFromHere: gettext_lazy(
        "Many registrations have come from your network. Try again later, or ask the organiser."
    ),
    refusals.PeopleComing: gettext_lazy(
        "People are registered for it. Cancel it instead, so that they are told."
    ),
    refusals.EndsBeforeItBegins: gettext_lazy("It must end after it begins."),
}


def why(refusal: refusals.Refused) -> str:
    """One sentence or two for a refusal."""
    if isinstance(refusal, refusals.HouseholdTooLarge):
        return ngettext(
            "There is %(n)d seat in all, so your household does not fit.",
            "There are %(n)d seats in all, so your household does not fit.",
            refusal.capacity,
        ) % {"n": refusal.capacity}
    if isinstance(refusal, refusals.SeatsTaken):
        return ngettext(
            "%(n)d seat is taken already.", "%(n)d seats are taken already.", refusal.taken
        ) % {"n": refusal.taken}
    return str(_WORDS.get(type(refusal), _("This is not possible. Choose another date.")))

"""Why something cannot be booked, in the reader's words, always with a way on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from permits import parties, refusals, shortages
from permits.models.centers import AgencyKind
from permits.presentation.lengths import duration
from permits.pressure import challenge
from permits.waiting import refusals as waiting
from rotonde.common.templatetags.times import full_day

_WORDS = {
    parties.NobodyMayAct: gettext_lazy(
        "Nobody at this center may act for the people of your municipality."
    ),
    parties.NobodyIsSkilled: gettext_lazy(
        "Nobody at this center does this at the moment. Try another center."
    ),
    parties.NobodySpeaks: gettext_lazy(
        "No officer who can help you speaks this language. Choose another language."
    ),
    parties.UnknownProcedure: gettext_lazy(
        "We do not know this kind of visit. Choose one from the list."
    ),
    parties.PersonWithoutProcedure: gettext_lazy("Say for each person what they come for."),
    parties.UnknownPersonKind: gettext_lazy("Each person is an adult or a child."),
    parties.EmptyParty: gettext_lazy("Say who comes: at least one person."),
    parties.ContradictoryOrder: gettext_lazy(
        "These cannot be done in one visit. Please book two visits."
    ),
    shortages.NotYet: gettext_lazy("This cannot be booked in the coming weeks."),
    shortages.NoHours: gettext_lazy(
        "The desks that can help you have no opening hours in the coming weeks yet."
    ),
    shortages.AllTaken: gettext_lazy("Everything is taken. New times open every morning."),
    shortages.NoGap: gettext_lazy(
        "Each of the two desks has free time, but nowhere one right after the other for all of you."
    ),
    refusals.SlotTaken: gettext_lazy("This time is not free any more. These are free nearby."),
    refusals.HoldExpired: gettext_lazy("We could not keep this time for you any longer."),
    refusals.NoMoreExtensions: gettext_lazy(
        "We have kept this time as long as we can. Please finish now."
    ),
    refusals.TooManyHolds: gettext_lazy(
        "Too many times are being held from where you are. Try again in some minutes."
    ),
    refusals.TooManyVisits: gettext_lazy(
        "This email address has booked many visits today. Try again tomorrow."
    ),
    refusals.VisitCancelled: gettext_lazy("This visit has been cancelled. You can book a new one."),
    refusals.VisitStarted: gettext_lazy(
        "This visit has begun, so it can no longer be changed here. Ask at the desk."
    ),
    refusals.TooLateToChange: gettext_lazy(
        "Your visit is so close that it can no longer be changed here. Call the center."
    ),
    refusals.HasVisit: gettext_lazy(
        "A combined visit is already booked for this person. Move or cancel it by the link in its"
        " confirmation mail."
    ),
    refusals.AlreadyBooked: gettext_lazy("This visit is already booked."),
    refusals.NotBooked: gettext_lazy("This time is held, but not booked yet."),
    challenge.WorkAsked: gettext_lazy(
        "Very many times are being taken right now. Solve the challenge, or wait, and ask again."
    ),
    waiting.AlreadyWaiting: gettext_lazy(
        "You are on this waiting list already. The link is in the email we sent you then."
    ),
    waiting.FreeAlready: gettext_lazy("You need not wait: these times are free. Tap one."),
    waiting.NothingToWaitFor: gettext_lazy(
        "Nothing could be offered on these days in time. Choose later days or a shorter notice."
    ),
    waiting.OfferOver: gettext_lazy(
        "This time is no longer kept for you. You stay on the list, and we write to you again."
    ),
    refusals.NothingFits: gettext_lazy(
        "Nothing fits any more today. Book what is left for another day."
    ),
    refusals.StillOnTime: gettext_lazy("The plan still holds: nothing was changed."),
    refusals.NoSuchVisit: gettext_lazy("We do not know this visit."),
}


def why(refusal: Exception) -> str:
    """One sentence or two for a refusal of the engine."""
    if isinstance(refusal, shortages.TooShort):
        return _too_short(refusal)
    if isinstance(refusal, shortages.NotYet) and refusal.since:
        return _("This can be booked for visits from %(day)s on.") % {
            "day": full_day(refusal.since)
        }
    if isinstance(refusal, parties.PartyTooLarge):
        return _too_large(refusal)
    if isinstance(refusal, parties.PartyTooLong):
        return _too_long(refusal)
    return str(_WORDS.get(type(refusal), _("This cannot be booked. Please choose another time.")))


def _too_large(refusal: parties.PartyTooLarge) -> str:
    return ngettext(
        "One visit takes %(n)d person at most. Please book two visits.",
        "One visit takes %(n)d people at most. Please book two visits.",
        refusal.limit,
    ) % {"n": refusal.limit}


def _too_short(shortage: shortages.TooShort) -> str:
    stretch = shortage.stretch
    words = {
        "needed": duration(stretch.needed),
        "longest": duration(stretch.longest),
        "n": shortage.people,
    }
    if stretch.agency == AgencyKind.MUNICIPAL:
        return (
            ngettext(
                "With %(n)d person you need %(needed)s in a row with an officer of the "
                "municipality, and the longest free stretch is %(longest)s.",
                "With %(n)d people you need %(needed)s in a row with an officer of the "
                "municipality, and the longest free stretch is %(longest)s.",
                shortage.people,
            )
            % words
        )
    return (
        ngettext(
            "With %(n)d person you need %(needed)s in a row with a federal officer, and the "
            "longest free stretch is %(longest)s.",
            "With %(n)d people you need %(needed)s in a row with a federal officer, and the "
            "longest free stretch is %(longest)s.",
            shortage.people,
        )
        % words
    )


def _too_long(refusal: parties.PartyTooLong) -> str:
    return _(
        "Together you need %(needed)s, and the longest free stretch is %(longest)s. "
        "Please book two visits."
    ) % {
        "needed": duration(refusal.needed_minutes),
        "longest": duration(refusal.longest_minutes),
    }

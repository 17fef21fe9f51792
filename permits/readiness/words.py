"""The back office in words: what a party's standing is called, why a click did not happen."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from permits.desk.words import why as why_at_the_desk
from permits.readiness import refusals
from permits.readiness.queueing import Standing

STANDINGS = {
    Standing.MISSING: pgettext_lazy("papers before a visit", "Missing"),
    Standing.DOUBTFUL: pgettext_lazy("papers before a visit", "Doubtful"),
    Standing.READY: pgettext_lazy("a person before a visit", "Ready"),
}

_REFUSALS: dict[type[Exception], Any] = {
    refusals.EmployerNotAllowed: gettext_lazy("They did not allow us to ask their employer."),
    refusals.NobodyToWriteTo: gettext_lazy("There is no address to write to."),
    refusals.NothingToAsk: gettext_lazy("Nothing is missing. Add words of your own to write."),
    refusals.AlreadyAsked: gettext_lazy("They were asked a few minutes ago."),
    refusals.NoClock: gettext_lazy("No clock of yours is running."),
    refusals.NoStandard: gettext_lazy("There is no standard time for this."),
    refusals.AlreadyCounted: gettext_lazy("The standard time was counted already."),
}


def why(refusal: Exception) -> str:
    """One sentence for a click that changed nothing."""
    if isinstance(refusal, refusals.ClockRuns):
        ticket = refusal.work.visit.ticket if refusal.work else ""
        return _("Your clock runs for %(ticket)s. Stop it first.") % {"ticket": ticket}
    found = _REFUSALS.get(type(refusal))
    return str(found) if found else why_at_the_desk(refusal)

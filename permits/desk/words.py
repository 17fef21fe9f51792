"""The desk in words: what a block's state is called and drawn with, why a click did not happen."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from permits.desk import refusals
from permits.desk.standing import State
from permits.models import Inquiry, PaperRequest, VisitEntry
from permits.parties import Unbookable
from permits.presentation.refusals import why as why_not_booked
from permits.refusals import Refused

STATES = {
    State.EXPECTED: gettext_lazy("Expected"),
    State.LATE: gettext_lazy("Late"),
    State.WAITING: gettext_lazy("Waiting, their turn"),
    State.CALLED: gettext_lazy("Called"),
    State.LATER: gettext_lazy("Here, later"),
    State.DONE: gettext_lazy("Done"),
    State.MISSING: gettext_lazy("Document missing"),
    State.REFUSED: gettext_lazy("Refused"),
    State.MISSED: gettext_lazy("Did not come"),
    State.HELD: gettext_lazy("Being booked"),
}

# A shape beside the colour, for those who see no colours and for paper.
SHAPES = {
    State.EXPECTED: "○",
    State.LATE: "!",
    State.WAITING: "●",
    State.CALLED: "▶",
    State.LATER: "◐",
    State.DONE: "✓",
    State.MISSING: "▲",
    State.REFUSED: "✕",
    State.MISSED: "⊘",
    State.HELD: "…",
}

_REFUSALS: dict[type[Exception], Any] = {
    refusals.NotExpected: gettext_lazy("This visit was cancelled."),
    refusals.NotToday: gettext_lazy("This visit is not today."),
    refusals.NotLate: gettext_lazy("It is not time yet: they may still come."),
    refusals.NotHere: gettext_lazy("They have not been checked in yet."),
    refusals.NothingLeft: gettext_lazy("Nobody waits for them any more: every step is settled."),
    refusals.StillToSee: gettext_lazy("A step is still open. Settle it first."),
    refusals.AlreadyClosed: gettext_lazy("They have gone home: this visit is closed."),
    refusals.Asked: gettext_lazy(
        "Their officer is away and they have been proposed another time: they were not missed."
    ),
    refusals.TooLateToUndo: gettext_lazy("The minute to take this back is over."),
    refusals.ChangedSince: gettext_lazy(
        "Something else has happened to this visit since, so this can no longer be taken back."
    ),
}


def why(refusal: Exception) -> str:
    """One sentence for a click that changed nothing."""
    if isinstance(refusal, refusals.AlreadyNoted):
        return _already(refusal.entry)
    if isinstance(refusal, (Refused, Unbookable)):
        return why_not_booked(refusal)
    return str(_REFUSALS.get(type(refusal), _("This did not work. Look at the visit again.")))


def _already(entry: VisitEntry | None) -> str:
    if entry is None:
        return _("This was noted already.")
    who = name_of(entry)
    return _("%(who)s noted this already at %(time)s: %(what)s.") % {
        "who": who,
        "time": f"{timezone.localtime(entry.at):%H:%M}",
        "what": entry.get_action_display(),
    }


def name_of(entry: VisitEntry | Inquiry | PaperRequest) -> str:
    """Who made an entry, took down a question, or asked for papers."""
    if entry.by is None:
        return _("Somebody")
    return entry.by.get_full_name() or entry.by.email

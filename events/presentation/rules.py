"""What a changed rule does to dates people are registered for, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy, ngettext

from events.relaying import Affected, Decision
from rotonde.common.templatetags.times import clock, full_day

DECISIONS = [
    (Decision.KEEP.value, gettext_lazy("Leave them as they are")),
    (Decision.FOLLOW.value, gettext_lazy("Move them, or cancel those that fall away")),
]


def told_before(dates: Sequence[Affected]) -> list[str]:
    """Why one must decide first: a sentence, and one for each date."""
    ask = gettext("People are registered for dates that this changes. Say what becomes of them.")
    return [ask, *(_line(each) for each in dates)]


def _line(each: Affected) -> str:
    occurrence = each.occurrence
    start = occurrence.local_start
    people = ngettext("%(n)d person", "%(n)d people", occurrence.seats_taken) % {
        "n": occurrence.seats_taken
    }
    return f"{full_day(start)}, {clock(start)} · {people}"

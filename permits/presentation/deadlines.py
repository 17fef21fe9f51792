"""Deadlines in words: each says when, why, how it was counted, who decides and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from permits.deadlines.reckoning import Due
from permits.deadlines.situations import Reckoning
from permits.models import Anchor, DeadlineRule
from rotonde.common.templatetags.times import full_day
from rotonde.translations.reading import shown

# What was missed longer ago than this is put away below.
_FRESH = 60
SOON = 14
_TEXTS = ("title", "summary", "explanation")


@dataclass(frozen=True)
class Item:
    """One dated deadline as a page shows it on a day."""

    rule: DeadlineRule
    due: Due
    today: date

    @property
    def days_left(self) -> int:
        return (self.due.act_by - self.today).days

    @property
    def stage(self) -> str:
        """`passed`, `soon`, `open` (within the window) or `later`."""
        if self.days_left < 0:
            return "passed"
        if self.days_left <= SOON:
            return "soon"
        opens = self.due.opens_on
        return "open" if opens and opens <= self.today else "later"

    @property
    def is_old(self) -> bool:
        return self.days_left < -_FRESH

    @property
    def left(self) -> str:
        return days_left(self.days_left)

    @property
    def rows(self) -> list[dict[str, str]]:
        """How it was counted, step by step, and who decides."""
        due = self.due
        rows = [
            {
                "term": _("Counted from"),
                "text": _("%(event)s: %(day)s")
                % {"event": Anchor(due.anchor).label, "day": full_day(due.anchor_on)},
            },
            {"term": _("Term"), "text": term(self.rule)},
            *({"term": _("Only where"), "text": text} for text in conditions(self.rule)),
        ]
        if due.skipped:
            days = ", ".join(full_day(day) for day in due.skipped)
            rows.append({"term": _("Holidays left out"), "text": days})
        if due.moved:
            rows.append({"term": _("Moved"), "text": moved(due)})
        if due.opens_on:
            rows.append({"term": _("Possible from"), "text": full_day(due.opens_on)})
        rows.append({"term": _("Who decides"), "text": self.rule.get_authority_display()})
        return rows


@dataclass(frozen=True)
class Missing:
    """A date somebody has not given yet, and what it would tell."""

    name: str
    label: str
    rules: list[DeadlineRule]


def items(found: Reckoning, *, today: date) -> list[Item]:
    return [Item(found.rules[due.code], due, today) for due in found.dated]


def missing(found: Reckoning) -> list[Missing]:
    """The dates to ask for, in the order of the form; each with the rules that wait for it."""
    waiting: dict[str, list[DeadlineRule]] = {}
    for unknown in found.waiting:
        for anchor in unknown.anchors:
            waiting.setdefault(anchor, []).append(found.rules[unknown.code])
    return [
        Missing(anchor.value, str(anchor.label), waiting[anchor.value])
        for anchor in Anchor
        if anchor.value in waiting
    ]


def days_left(days: int) -> str:
    """ "today", "in 3 days", "3 days ago"."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}


def term(rule: DeadlineRule) -> str:
    """The length of the term as a phrase of its own, which no language has to bend."""
    count, unit = rule.due_count, rule.due_unit
    if unit == DeadlineRule.Unit.WORKING_DAYS:
        text = ngettext(
            "%(n)d working day after it; weekends and holidays are not counted",
            "%(n)d working days after it; weekends and holidays are not counted",
            count,
        )
    elif count == 0:
        text = _("until that day")
    elif unit == DeadlineRule.Unit.DAYS:
        text = _days_before(count) if rule.before else _days_after(count)
    else:
        count, half = divmod(count, 2)
        text = _months(count, half=bool(half), before=rule.before)
    return text % {"n": count}


def conditions(rule: DeadlineRule) -> list[str]:
    """The date on which it hangs whether the rule holds, and its bounds."""
    if not rule.given:
        return []
    event = Anchor(rule.given).label
    bounds = [
        (_("%(event)s: %(day)s or later"), rule.given_since),
        (_("%(event)s: %(day)s or earlier"), rule.given_until),
    ]
    return [text % {"event": event, "day": full_day(day)} for text, day in bounds if day]


def _days_before(count: int) -> str:
    return ngettext("%(n)d day before it", "%(n)d days before it", count)


def _days_after(count: int) -> str:
    return ngettext("%(n)d day after it", "%(n)d days after it", count)


def _months(count: int, *, half: bool, before: bool) -> str:
    if before and half:
        return ngettext(
            "%(n)d month and 15 days before it", "%(n)d months and 15 days before it", count
        )
    if before:
        return ngettext("%(n)d month before it", "%(n)d months before it", count)
    if half:
        return ngettext(
            "%(n)d month and 15 days after it", "%(n)d months and 15 days after it", count
        )
    return ngettext("%(n)d month after it", "%(n)d months after it", count)


def moved(due: Due) -> str:
    """Why the day to act is not the day the count ended on."""
    day = {"day": full_day(due.counted_to)}
    if due.act_by < due.counted_to:
        return (
            _("The last day is %(day)s, when desks are closed: act on the working day before.")
            % day
        )
    return _("The count ends on %(day)s, when desks are closed: the next working day counts.") % day


def upcoming(found: Iterable[Item]) -> list[Item]:
    return [item for item in found if not item.is_old]


def long_past(found: Iterable[Item]) -> list[Item]:
    return [item for item in found if item.is_old]


def fallback_of(rules: Iterable[DeadlineRule]) -> str:
    """The language in which something is shown that is missing in the reader's; empty if none."""
    reader = get_language() or "en"
    texts = (shown(rule, field, reader) for rule in rules for field in _TEXTS)
    return next((text.language for text in texts if text.is_fallback), "")

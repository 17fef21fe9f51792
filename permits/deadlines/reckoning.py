"""When something is due at the latest: from rules and the dates that are known.

A pure calculation. `reckon` is the promise: every rule either gives a dated `Due` that can explain
itself, or says which dates it would need.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from permits.working_days import (
    after_months,
    after_working_days,
    holidays_between,
    on_or_after,
    on_or_before,
)

Unit = Literal["working-days", "days", "half-months"]


@dataclass(frozen=True)
class Term:
    """A length of time. A month is two half months."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Given:
    """A condition: that date lies from `since` to `until`, both included; None: no bound."""

    anchor: str
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Rule:
    """What is due how long after an event, or how long before one (a card that expires).

    Of several `anchors` the earliest known date counts. `opens` is how long before the event one
    may act at the soonest; only terms before an event have it. The rule holds where `given` does,
    and gives way where a date of `unless` is known.
    """

    code: str
    anchors: tuple[str, ...]
    due: Term
    before: bool = False
    opens: Term | None = None
    given: Given | None = None
    unless: tuple[str, ...] = ()

    def concerns(self, known: Mapping[str, date]) -> bool:
        """Whether it may hold, as far as is known."""
        on = known.get(self.given.anchor) if self.given else None
        refuted = self.given is not None and on is not None and not self.given.holds(on)
        return not refuted and not any(anchor in known for anchor in self.unless)

    def lacks(self, known: Mapping[str, date]) -> tuple[str, ...]:
        """The dates without which nothing can be said; of several anchors any would do."""
        asked = () if any(anchor in known for anchor in self.anchors) else self.anchors
        if self.given is None or self.given.anchor in known:
            return asked
        return (self.given.anchor, *asked)


@dataclass(frozen=True)
class Due:
    """One dated answer.

    `due_on` is the last day by law or by norm. `act_by` is the last day somebody can act: a term
    before an expiry never runs on, so a Sunday means the Friday before it. `counted_to` is where
    the count ended before it ran on to a working day, `skipped` are the holidays left out.
    """

    code: str
    anchor: str
    anchor_on: date
    due_on: date
    act_by: date
    opens_on: date | None
    counted_to: date
    skipped: tuple[date, ...]

    @property
    def moved(self) -> bool:
        """Whether the count ended on a day on which nobody works."""
        return self.counted_to != self.act_by


@dataclass(frozen=True)
class Unknown:
    """A rule that waits for these dates: of what it is counted from, for one of them."""

    code: str
    anchors: tuple[str, ...]


def reckon(rules: Iterable[Rule], known: Mapping[str, date]) -> tuple[list[Due], list[Unknown]]:
    """What is due, the most urgent first, and what cannot be said yet, in the order of `rules`."""
    dated, waiting = [], []
    for rule in rules:
        if not rule.concerns(known):
            continue
        due = due_of(rule, known)
        if due is None:
            waiting.append(Unknown(rule.code, rule.lacks(known)))
        else:
            dated.append(due)
    return sorted(dated, key=lambda due: (due.act_by, due.code)), waiting


def due_of(rule: Rule, known: Mapping[str, date]) -> Due | None:
    """The answer of one rule; None while a date it needs is not known, or it does not hold."""
    if rule.lacks(known) or not rule.concerns(known):
        return None
    dates = [(known[anchor], anchor) for anchor in rule.anchors if anchor in known]
    anchor_on, anchor = min(dates)
    return _before(rule, anchor, anchor_on) if rule.before else _after(rule, anchor, anchor_on)


def _after(rule: Rule, anchor: str, anchor_on: date) -> Due:
    counted_to = _shift(anchor_on, rule.due, 1)
    due_on = on_or_after(counted_to)
    counts_working_days = rule.due.unit == "working-days"
    skipped = tuple(holidays_between(anchor_on, due_on)) if counts_working_days else ()
    return Due(rule.code, anchor, anchor_on, due_on, due_on, None, counted_to, skipped)


def _before(rule: Rule, anchor: str, anchor_on: date) -> Due:
    due_on = _shift(anchor_on, rule.due, -1)
    opens_on = _shift(anchor_on, rule.opens, -1) if rule.opens else None
    return Due(rule.code, anchor, anchor_on, due_on, on_or_before(due_on), opens_on, due_on, ())


def _shift(day: date, term: Term, sign: int) -> date:
    if term.unit == "working-days":
        return after_working_days(day, term.count)
    if term.unit == "half-months":
        return after_months(day, sign * term.count)
    return day + sign * timedelta(term.count)

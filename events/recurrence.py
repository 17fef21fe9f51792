"""On which days something recurs: "every second Friday of March" as a rule, without a date.

The rule is the part of an RFC 5545 RRULE that needs no first date: FREQ (WEEKLY, MONTHLY,
YEARLY), INTERVAL, BYDAY, BYMONTH, BYMONTHDAY. Pure: no Django, no clock.
"""

from datetime import date, datetime, time

from dateutil.rrule import rrule, rrulestr

# Intervals ("every second month") count from here, for everyone and for good: a Monday.
ORIGIN = date(2024, 1, 1)

_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY"})
_FREQUENCIES = frozenset({"WEEKLY", "MONTHLY", "YEARLY"})
# Without one of these the day would be that of ORIGIN, which nobody meant.
_DAYS = frozenset({"BYDAY", "BYMONTHDAY"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BadRule(ValueError):
    """This is no rule, or one that names no days."""


def days(rule: str, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included, on which `rule` falls. Raises BadRule."""
    found = _parsed(rule).between(_midnight(first), _midnight(last), inc=True)
    return [moment.date() for moment in found]


def check(rule: str) -> None:
    """Raise BadRule when `rule` cannot be followed or falls on no day within five years."""
    if not days(rule, ORIGIN, ORIGIN.replace(year=ORIGIN.year + 5)):
        raise BadRule("falls on no day")


def weekly(day: date) -> str:
    """The rule for the weekday of `day`, every week."""
    return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[day.weekday()]}"


def monthly(day: date) -> str:
    """The rule for the same weekday of every month: the second Saturday; a fifth is the last."""
    nth = (day.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{_WEEKDAYS[day.weekday()]}"


def _parsed(rule: str) -> rrule:
    named = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    if not named.keys() <= _PARTS or named.get("FREQ") not in _FREQUENCIES:
        raise BadRule("unknown part or frequency")
    if not named.keys() & _DAYS:
        raise BadRule("names no day")
    if not named.get("INTERVAL", "1").isdecimal() or not 1 <= int(named.get("INTERVAL", "1")) <= 99:
        raise BadRule("interval out of range")
    try:
        found = rrulestr(rule.upper(), dtstart=_midnight(ORIGIN))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise BadRule(str(error)) from error
    if not isinstance(found, rrule):
        raise BadRule("more than one rule")
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())

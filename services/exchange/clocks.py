"""Hours as a file gives them: there is no 24:30, and nobody closes before opening."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from services.exchange.drafts import Fault
from services.exchange.records import Values
from services.hours_admin import REFUSED
from services.hours_text import HoursUnreadable, parse_hours
from services.opening import DAY

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def is_clock(text: object) -> bool:
    return isinstance(text, str) and _CLOCK.fullmatch(text) is not None


def settle(hours: Values, field: str) -> list[Fault]:
    """Say of a row of hours whether it ends the next day, where the file did not; its faults."""
    if hours["closes_next_day"] is not None:
        return _faults_of_told(hours, field)
    try:
        (span,) = parse_hours(f"{hours['opens_at']}-{hours['closes_at']}")
    except HoursUnreadable as unreadable:
        why = str(REFUSED[unreadable.reason]) % {"part": unreadable.part}
        return [Fault(field, why)]
    except ValueError:
        return [_odd(field)]
    hours["closes_next_day"] = span.closes >= DAY
    hours["closes_at"] = _written(span.closes)
    hours["opens_at"] = _written(span.opens)
    return []


def _faults_of_told(hours: Values, field: str) -> list[Fault]:
    opens, closes = hours["opens_at"], hours["closes_at"]
    if not (is_clock(opens) and is_clock(closes) and isinstance(hours["closes_next_day"], bool)):
        return [_odd(field)]
    if hours["closes_next_day"] is (closes <= opens):
        return []
    return [Fault(field, str(REFUSED["backwards"]) % {"part": f"{opens}-{closes}"})]


def _odd(field: str) -> Fault:
    return Fault(field, _("Write times as on the clock on the wall: 09:00."))


def _written(minute: int) -> str:
    hours, minutes = divmod(minute % DAY, 60)
    return f"{hours:02}:{minutes:02}"

"""What event templates need: the stage of a date, a month by name, data for search engines."""

import json
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from events.models import Occurrence
from events.stages import Stage, stage_of

register = template.Library()

# Inside a script element, JSON may close it or open a comment; nothing else can.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def stage(occurrence: Occurrence, at: datetime) -> Stage:
    """`{% stage occurrence at as now %}`: open, waiting-list, closed, …"""
    return stage_of(occurrence, at=at)


@register.filter
def month_name(day: date) -> str:
    """ "December 2026", in the active language."""
    name = format_date(day, "LLLL yyyy", locale=get_language() or "en")
    return name[:1].upper() + name[1:]


@register.filter
def weekday_name(day: date) -> str:
    """ "Tuesday", in the active language."""
    return format_date(day, "EEEE", locale=get_language() or "en")


@register.filter
def short_weekday(day: date) -> str:
    """ "Tue", in the active language."""
    return format_date(day, "EEE", locale=get_language() or "en")


@register.filter
def short_month(day: date) -> str:
    """ "Dec", in the active language."""
    return format_date(day, "LLL", locale=get_language() or "en")


@register.simple_tag
def structured_data(data: dict[str, Any]) -> SafeString:
    """A data block for search engines: browsers never execute it."""
    # One value a line: no two braces meet that could be taken for a template.
    text = json.dumps(data, ensure_ascii=False, indent=0).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308

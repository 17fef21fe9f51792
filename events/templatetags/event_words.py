"""What event templates need: the stage of a date, a month by name."""

from datetime import date, datetime

from babel.dates import format_date
from django import template
from django.utils.translation import get_language

from events.models import Occurrence
from events.stages import Stage, stage_of

register = template.Library()


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

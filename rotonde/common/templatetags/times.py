"""Days, hours and amounts as each language writes them."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()

# CLDR knows "Tuesday 1 December" only with a year; without one the order differs per language.
_DAY_WITHOUT_YEAR = {
    "de": "EEEE, d. MMMM",
    "es": "EEEE, d 'de' MMMM",
    "tr": "d MMMM EEEE",
    "ar": "EEEE، d MMMM",
}


def _locale() -> str:
    language = get_language() or "en"
    # The English of Belgium writes the day before the month.
    return {"en": "en_GB"}.get(language, language)


def _local_day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


@register.filter
def weekday(moment: date | datetime) -> str:
    """ "Tuesday 1 December", in the active language and time zone."""
    pattern = _DAY_WITHOUT_YEAR.get(get_language() or "en", "EEEE d MMMM")
    return format_date(_local_day(moment), pattern, locale=_locale())


@register.filter
def full_day(moment: date | datetime) -> str:
    """ "Tuesday 1 December 2026", in the active language and time zone."""
    return format_date(_local_day(moment), "full", locale=_locale())


@register.filter
def month(moment: date | datetime) -> str:
    """ "December 2026", in the active language and time zone."""
    return format_date(_local_day(moment), "LLLL y", locale=_locale())


@register.filter
def clock(moment: datetime) -> str:
    """ "09:30": the 24-hour clock of Belgian desks, in the active time zone."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.filter
def money(amount: Decimal, currency: str = "EUR") -> str:
    """ "€30.00", as the active language writes it."""
    return format_currency(amount, currency, locale=_locale())

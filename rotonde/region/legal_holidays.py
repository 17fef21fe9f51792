"""The days on which the region has a day off by law."""

from datetime import date, timedelta
from functools import cache

import holidays
from dateutil.easter import easter


@cache
def legal_holidays(year: int) -> frozenset[date]:
    """The ten legal holidays of a year; days given off instead of a Sunday are the employer's."""
    # The calendar also lists Easter Sunday and Whit Sunday, which are holidays of the church.
    sundays = {easter(year), easter(year) + timedelta(49)}
    return frozenset(set(holidays.country_holidays("BE", years=year)) - sundays)


def is_legal_holiday(day: date) -> bool:
    return day in legal_holidays(day.year)

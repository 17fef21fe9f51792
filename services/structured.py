"""A service as schema.org tells it to search engines, in the language of the page.

Only what is sure: a point that is approximate is left out, and so are hours nobody told us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from rotonde.common.languages import CODES
from rotonde.translations.reading import Shown, shown
from services.models import Channel, Place, Service
from services.opening import DAY, ONLY, Hours, Timetable, clock_of
from services.timetables import timetable_of

# Days ahead of which it is told where they differ from the usual week.
AHEAD = 30
REGION = "Oost-Vlaanderen"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PROVIDERS = {"public": "GovernmentOrganization", "private": "LocalBusiness", "non-profit": "NGO"}


def structured(service: Service, *, reader: str, site: str, at: datetime) -> dict[str, Any]:
    """JSON-LD of a service read with `told()`; `site` is the root address before its path."""
    name = shown(service, "name", reader)
    channels = list(service.channels.all())
    public = service.organisation.kind == "public"
    return {"@context": "https://schema.org"} | _filled(
        {
            "@type": "GovernmentService" if public else "Service",
            "@id": site + service.get_absolute_url(),
            "url": site + service.get_absolute_url(),
            "name": _text(name, reader),
            "description": _text(shown(service, "summary", reader), reader),
            "serviceType": [
                text
                for theme in service.themes.all()
                if (text := getattr(theme, f"name_{reader}", ""))
            ],
            "areaServed": {"@type": "AdministrativeArea", "name": REGION},
            "availableLanguage": service.spoken,
            "provider": _provider(service, channels, at),
            "availableChannel": [_channel(each, at) for each in channels],
            "dateModified": service.changed_at.date().isoformat(),
        }
    )


def _text(found: Shown, reader: str) -> Any:
    """A text in another language than the page says in which."""
    if not found.is_fallback or found.language not in CODES:
        return found.text
    return {"@value": found.text, "@language": found.language}


def _provider(service: Service, channels: list[Channel], at: datetime) -> dict[str, Any]:
    organisation = service.organisation
    desks = [each for each in channels if each.place]
    provider: dict[str, Any] = {
        "@type": _PROVIDERS[organisation.kind],
        "name": organisation.name,
        "url": organisation.website,
        "telephone": organisation.phone or service.phone,
        "email": organisation.email or service.email,
    }
    if organisation.kind == "private" and desks and desks[0].place:
        # A business is a place of its own.
        provider |= {
            "address": _address(desks[0].place),
            "openingHoursSpecification": opening_hours(timetable_of(desks[0]), at=at),
        }
    return _filled(provider)


def _channel(channel: Channel, at: datetime) -> dict[str, Any]:
    hours = opening_hours(timetable_of(channel), at=at)
    phone = {"@type": "ContactPoint", "telephone": channel.phone, "hoursAvailable": hours}
    return _filled(
        {
            "@type": "ServiceChannel",
            "serviceUrl": channel.url,
            "availableLanguage": channel.spoken_languages,
            "servicePhone": _filled(phone) if channel.phone else None,
            "serviceLocation": _place(channel.place, hours) if channel.place else None,
        }
    )


def _place(place: Place, hours: list[dict[str, Any]]) -> dict[str, Any]:
    exact = place.has_point and not place.coordinates_approximate
    geo = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _filled(
        {
            "@type": "Place",
            "name": place.name,
            "address": _address(place),
            "geo": geo if exact else None,
            "openingHoursSpecification": hours,
        }
    )


def _address(place: Place) -> dict[str, Any]:
    return _filled(
        {
            "@type": "PostalAddress",
            "streetAddress": place.street_address,
            "postalCode": place.postal_code,
            "addressLocality": place.locality,
        }
    )


def opening_hours(timetable: Timetable, *, at: datetime) -> list[dict[str, Any]]:
    """The usual week, and each of the days to come that differs from it."""
    usual = _usual_week(timetable)
    today = at.astimezone(timetable.zone).date()
    days = [today + timedelta(days=n) for n in range(AHEAD)] if timetable.known else []
    return [*_weekly(usual), *_dated(timetable, usual, days)]


def _usual_week(timetable: Timetable) -> dict[int, list[Hours]]:
    week: dict[int, list[Hours]] = {day: [] for day in range(1, 8)}
    lasting = (
        each
        for each in timetable.schedules
        if each.holidays != ONLY and not (each.valid_from or each.valid_until or each.season)
    )
    schedules = sorted(lasting, key=lambda each: each.priority)
    for schedule in schedules[-1:]:
        alike = [each for each in schedules if each.priority == schedule.priority]
        for each in alike:
            for day, hours in each.week:
                week[day].append(hours)
    return {day: sorted(hours) for day, hours in week.items()}


def _weekly(week: dict[int, list[Hours]]) -> Iterator[dict[str, Any]]:
    """Days that share their hours are told together."""
    rows = sorted((hours, day) for day, of_day in week.items() for hours in of_day)
    for hours, same in groupby(rows, key=lambda row: row[0]):
        days = [f"https://schema.org/{_DAYS[day - 1]}" for _hours, day in same]
        yield _specification(hours) | {"dayOfWeek": days}


def _dated(
    timetable: Timetable, usual: dict[int, list[Hours]], days: Iterable[date]
) -> Iterator[dict[str, Any]]:
    for day in days:
        there = timetable.hours_on(day)
        if there == usual[day.isoweekday()]:
            continue
        dated = {"validFrom": day.isoformat(), "validThrough": day.isoformat()}
        for hours in there:
            yield _specification(hours) | dated
        if not there:
            closed = {"opens": "00:00", "closes": "00:00"}
            yield {"@type": "OpeningHoursSpecification"} | closed | dated


def _specification(hours: Hours) -> dict[str, Any]:
    # All day long is said as the minute before midnight: 00:00 twice would be closed.
    closes = DAY - 1 if hours.closes - hours.opens == DAY else hours.closes % DAY
    return {
        "@type": "OpeningHoursSpecification",
        "opens": clock_of(hours.opens),
        "closes": clock_of(closes),
    }


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}

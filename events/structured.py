"""An event as schema.org tells it to search engines; the joining link is not among it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events.models import Event, Occurrence
from rotonde.common.links import whole
from rotonde.translations.reading import shown

_MODES = {
    Event.Attendance.ON_SITE: "OfflineEventAttendanceMode",
    Event.Attendance.ONLINE: "OnlineEventAttendanceMode",
    Event.Attendance.HYBRID: "MixedEventAttendanceMode",
}


def structured(event: Event, dates: Sequence[Occurrence], *, reader: str) -> dict[str, Any]:
    """JSON-LD of an event read with `told()`: one schema.org Event for each date to come."""
    common = _common(event, reader)
    return {
        "@context": "https://schema.org",
        "@graph": [common | _date(event, each) for each in dates],
    }


def _common(event: Event, reader: str) -> dict[str, Any]:
    url = whole(event.get_absolute_url())
    return {
        "@type": "Event",
        "name": shown(event, "name", reader).text,
        "description": shown(event, "summary", reader).text,
        "url": url,
        "eventAttendanceMode": f"https://schema.org/{_MODES[Event.Attendance(event.attendance)]}",
        "location": _locations(event, url),
        "organizer": {
            "@type": "Organization",
            "name": event.organisation.name,
            "url": event.organisation.website or url,
        },
        "inLanguage": event.spoken_languages,
        "isAccessibleForFree": event.is_free,
    }


def _date(event: Event, occurrence: Occurrence) -> dict[str, Any]:
    told: dict[str, Any] = {
        "startDate": _moment(occurrence, occurrence.local_start),
        "endDate": _moment(occurrence, occurrence.last_day),
        "eventStatus": f"https://schema.org/{_status(occurrence)}",
    }
    if event.registration_needed:
        told["offers"] = {
            "@type": "Offer",
            "url": whole(event.get_absolute_url()),
            "price": str(event.price),
            "priceCurrency": event.currency,
            "availability": "https://schema.org/"
            + ("SoldOut" if occurrence.is_full else "InStock"),
        }
    if occurrence.capacity is not None:
        told["maximumAttendeeCapacity"] = occurrence.capacity
        told["remainingAttendeeCapacity"] = occurrence.seats_left
    return told


def _moment(occurrence: Occurrence, moment: datetime) -> str:
    return moment.date().isoformat() if occurrence.all_day else moment.isoformat()


def _status(occurrence: Occurrence) -> str:
    if occurrence.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if occurrence.moved_at else "EventScheduled"


def _locations(event: Event, url: str) -> Any:
    online = {"@type": "VirtualLocation", "url": url}
    if event.place is None:
        return online
    place = {
        "@type": "Place",
        "name": event.place.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": event.place.street_address,
            "postalCode": event.place.postal_code,
            "addressLocality": event.place.locality,
            "addressCountry": "BE",
        },
    }
    return [place, online] if event.attendance == Event.Attendance.HYBRID else place

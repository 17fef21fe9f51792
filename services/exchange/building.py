"""Records as rows of the database, not saved yet."""

from __future__ import annotations

from typing import Any

from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from services.catalogue import NewChannel
from services.exchange.area import is_outside
from services.exchange.records import CHANNEL, ORGANISATION, PLACE, SERVICE, TEXTS, Record, Values
from services.models import Channel, OpeningHours, Place, Schedule, Service, SpokenLanguage


def set_values(thing: Any, values: Values, names: tuple[str, ...]) -> Any:
    for name in names:
        setattr(thing, name, values[name])
    return thing


def built_organisation(values: Values, into: Organisation | None = None) -> Organisation:
    return set_values(into or Organisation(), values, ORGANISATION)


def built_place(values: Values, into: Place | None = None) -> Place:
    """Without its municipality; a point outside the service area is marked for an editor."""
    place = set_values(into or Place(), values, (*PLACE, "facilities"))
    place.outside_area = is_outside(place.latitude, place.longitude)
    return place


def built_service(record: Record, into: Service | None = None) -> Service:
    """Without its organisation."""
    service = set_values(into or Service(), record.service, SERVICE)
    for name in TEXTS:
        for code in CODES:
            text = record.texts.get(name, {}).get(code, "")
            # What was nothing stays nothing, and is not made an empty text.
            if text or getattr(service, f"{name}_{code}"):
                setattr(service, f"{name}_{code}", text)
    return service


def built_channels(record: Record, places: dict[str, Place]) -> list[NewChannel]:
    return [
        NewChannel(
            channel=built_channel(each, places),
            spoken=[SpokenLanguage(**spoken) for spoken in each["spoken"]],
            schedules=[built_schedule(schedule) for schedule in each["schedules"]],
        )
        for each in record.channels
    ]


def built_channel(values: Values, places: dict[str, Place]) -> Channel:
    place = places.get(values["place"]) if values["place"] else None
    return set_values(Channel(place=place), values, CHANNEL)


def built_schedule(values: Values) -> tuple[Schedule, list[OpeningHours]]:
    schedule = Schedule(**{name: value for name, value in values.items() if name != "hours"})
    return schedule, [OpeningHours(**hours) for hours in values["hours"]]

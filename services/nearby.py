"""What lies in a box, told so briefly that a browser sorts all of it by itself.

Who looks for the nearest must not say where they are: neither by a point nor by asking for the
cards of those nearest to it. So one answer holds the whole box, with all that a card shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import F

from rotonde.common.languages import CODES
from rotonde.common.templatetags.lists import listed
from rotonde.translations.labels import mark_machine
from rotonde.translations.reading import shown
from services.filters import Filters
from services.map.boxes import Box
from services.map.tiles import coordinate_of
from services.models import Channel, OpenInterval, Place, Point, Service
from services.opening import Stretch
from services.opening_words import (
    Opening,
    best_of,
    opening_by_entry,
    opening_of,
    opening_of_stretch,
)
from services.spoken import language_names

MOST_POINTS = 2000


# A stretch that goes on for so long may never end, which only the timetable knows.
_LONG = timedelta(days=7)


@dataclass(frozen=True)
class Nearby:
    """Services with their places, those nearest to the middle of the box first.

    `middle` is latitude and longitude; `complete` tells whether the box holds no more. Whoever
    knows how far the farthest lies from there knows around what nothing is left out.
    """

    places: Mapping[Service, Sequence[Place]]
    channels: Mapping[int, Sequence[Channel]]
    middle: tuple[float, float]
    complete: bool


def nearby(filters: Filters, *, box: Box, reader: str) -> Nearby:
    """The services that match at the places in `box` where they do, read for `nearby_told`."""
    x, y = (box.west + box.east + 1) / 2, (box.north + box.south + 1) / 2
    column, row = F("x") - x, F("y") - y
    matching = Point.objects.matching(filters, reader=reader)
    nearest = matching.order_by(column * column + row * row, "service_id", "place_id")
    pairs = list(nearest.values_list("service_id", "place_id")[: MOST_POINTS + 1])
    services = _services({service for service, _place in pairs})
    mark_machine(services.values(), reader=reader, only="name")
    places = Place.objects.in_bulk({place for _service, place in pairs})
    found: dict[Service, list[Place]] = defaultdict(list)
    for service, place in pairs[:MOST_POINTS]:
        # One that was hidden this very moment is left out.
        if service in services and place in places:
            found[services[service]].append(places[place])
    return Nearby(
        places=found,
        channels=_channels(services),
        middle=coordinate_of(x, y),
        complete=len(pairs) <= MOST_POINTS,
    )


def _services(ids: set[int]) -> Mapping[int, Service]:
    """As much of the services as a card shows."""
    names = [f"name_{code}" for code in CODES]
    organisation = ["organisation__kind", "organisation__paid_partner"]
    found = Service.objects.published().filter(pk__in=ids).select_related("organisation")
    found = found.only("public_id", "slug", "verified", *names, *organisation)
    return {each.pk: each for each in found}


def _channels(services: Iterable[int]) -> Mapping[int, Sequence[Channel]]:
    """The channels of each service, in order, with the languages spoken there."""
    ways = Channel.objects.filter(service__in=services).order_by("position")
    ways = ways.only("service_id", "kind", "entry").prefetch_related("spoken")
    found: dict[int, list[Channel]] = defaultdict(list)
    for each in ways:
        found[each.service_id].append(each)
    return found


def nearby_told(found: Nearby, *, reader: str, at: datetime) -> dict[str, Any]:
    """As the API gives it: every service once, with those of its places that lie in the box."""
    openings = _openings([each for ways in found.channels.values() for each in ways], at)
    latitude, longitude = found.middle
    return {
        "complete": found.complete,
        "middle": {"latitude": round(latitude, 6), "longitude": round(longitude, 6)},
        "results": [
            _told(service, places, found.channels[service.pk], openings, reader)
            for service, places in found.places.items()
        ],
    }


def _openings(channels: Sequence[Channel], at: datetime) -> Mapping[int, Opening]:
    """What `opening_of` says of each: from the hours laid out ahead, where those can tell."""
    told = {each.pk: entered for each in channels if (entered := opening_by_entry(each))}
    coming = OpenInterval.objects.filter(channel__in=[each.pk for each in channels], ends_at__gt=at)
    first = coming.order_by("channel_id", "starts_at").distinct("channel_id")
    for channel, start, end in first.values_list("channel_id", "starts_at", "ends_at"):
        if channel not in told and end - at < _LONG:
            told[channel] = opening_of_stretch(Stretch(start, end), at=at)
    others = [each.pk for each in channels if each.pk not in told]
    for each in Channel.objects.filter(pk__in=others).with_hours():
        told[each.pk] = opening_of(each, at=at)
    return told


def _told(
    service: Service,
    places: Sequence[Place],
    channels: Sequence[Channel],
    openings: Mapping[int, Opening],
    reader: str,
) -> dict[str, Any]:
    name = shown(service, "name", reader)
    opening = best_of([(openings[each.pk], each) for each in channels])
    spoken = chain.from_iterable(each.spoken_languages for each in channels)
    return {
        "id": service.public_id,
        "url": service.get_absolute_url(),
        "name": name.text,
        "content_language": name.language,
        "requested_language": reader,
        "machine": name.is_machine,
        "kind": service.organisation.kind,
        "kind_told": str(service.organisation.get_kind_display()),
        "paid_partner": service.organisation.paid_partner,
        "verified": service.verified,
        "opening": {"state": opening.state, "text": opening.text} if opening else None,
        "spoken": listed(language_names(spoken, reader)),
        "places": [
            {
                "latitude": place.latitude,
                "longitude": place.longitude,
                "address": listed(place.lines),
            }
            for place in places
        ],
    }

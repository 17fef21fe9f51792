"""A service as plain values: what every format is written from, read to and compared by.

Dates and times are ISO 8601 text, nothing unknown is None but numbers, dates and hours, and the
order of everything is fixed: two records are equal when they tell the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice
from typing import Any

from rotonde.common.languages import CODES
from rotonde.organisations.models import Organisation
from rotonde.region.models import Municipality
from rotonde.translations.states import States, states_of
from services.models import Channel, Place, Service, Theme
from services.querysets import ServiceQuerySet

Values = dict[str, Any]

TEXTS = ("name", "summary", "description", "keywords", "fees", "documents", "audience")
SOURCED = ("source", "checked_on", "verified")
CONTACT = ("website", "phone", "email")
ORGANISATION = ("slug", "name", "kind", *CONTACT, "paid_partner", *SOURCED)
PLACE = (
    "slug",
    "name",
    "street_address",
    "postal_code",
    "locality",
    "latitude",
    "longitude",
    "coordinates_approximate",
    "wheelchair",
    *SOURCED,
)
SERVICE = ("public_id", "slug", "state", "cost", *CONTACT, *SOURCED)
CHANNEL = ("kind", "entry", "phone", "url", "email")
SPOKEN = ("language", "level", "weekday", "starts_at", "ends_at")
SCHEDULE = (
    "slug",
    "priority",
    "valid_from",
    "valid_until",
    "season_from",
    "season_until",
    "holidays",
    *SOURCED,
)
HOURS = ("weekday", "opens_at", "closes_at", "closes_next_day")
STATE = ("field", "language", "source_language", "source_hash", "origin", "reviewed")
_MUNICIPALITY = ("nis_code", "slug", "postcodes", "latitude", "longitude", "website")
_BATCH = 200


@dataclass(frozen=True)
class Record:
    """One service with all that belongs to it; `texts` by field and language, none of them empty.

    `places` are those of the channels, by slug. `states` says how the texts were translated; None
    where a format does not tell.
    """

    service: Values
    texts: dict[str, dict[str, str]]
    organisation: Values
    themes: list[str]
    channels: list[Values]
    places: dict[str, Values] = field(default_factory=dict)
    states: list[Values] | None = None

    @property
    def public_id(self) -> str:
        return str(self.service["public_id"])

    @property
    def language(self) -> str:
        """The language its name is told in where a format has room for one: English, or Dutch."""
        return "en" if "en" in self.texts.get("name", {}) else "nl"


def records_of(services: ServiceQuerySet) -> Iterator[Record]:
    """The records of `services` in the order of their public ids, read by the batch."""
    ids = iter(list(services.order_by("public_id").values_list("pk", flat=True)))
    while batch := list(islice(ids, _BATCH)):
        told = Service.objects.filter(pk__in=batch).order_by("public_id").told()
        yield from told_records(list(told))


def told_records(services: Sequence[Service]) -> list[Record]:
    """The records of services read with `told()`."""
    states = states_of(services)
    return [_record(service, states) for service in services]


def texts_of(content: Any, fields: Iterable[str]) -> dict[str, dict[str, str]]:
    """The texts of translated fields that are not empty, by field and language."""
    found = {name: {c: getattr(content, f"{name}_{c}") or "" for c in CODES} for name in fields}
    return {
        name: told
        for name, texts in found.items()
        if (told := {code: text for code, text in texts.items() if text})
    }


def theme_values(theme: Theme) -> Values:
    """A theme read with its parent."""
    return {
        "slug": theme.slug,
        "parent": theme.parent.slug if theme.parent else None,
        "position": theme.position,
        "icon": theme.icon,
        "texts": texts_of(theme, ("name", "summary", "text")),
    }


def municipality_values(municipality: Municipality) -> Values:
    return _values(municipality, (*_MUNICIPALITY, "coordinates_approximate", *SOURCED)) | {
        "texts": texts_of(municipality, ("name",))
    }


def organisation_values(organisation: Organisation) -> Values:
    return _values(organisation, ORGANISATION)


def place_values(place: Place) -> Values:
    """A place read with its municipality."""
    return _values(place, PLACE) | {
        "municipality": place.municipality.nis_code if place.municipality else "",
        "facilities": sorted(place.facilities),
    }


def _record(service: Service, states: States) -> Record:
    channels = list(service.channels.all())
    places = {each.place.slug: place_values(each.place) for each in channels if each.place}
    rows = (row for (pk, _field, _code), row in states.rows.items() if pk == service.pk)
    return Record(
        service=_values(service, SERVICE),
        texts=texts_of(service, TEXTS),
        organisation=organisation_values(service.organisation),
        themes=sorted(theme.slug for theme in service.themes.all()),
        channels=[_channel(each) for each in channels],
        places=dict(sorted(places.items())),
        states=sorted(
            (_values(row, STATE) for row in rows), key=lambda row: (row["field"], row["language"])
        ),
    )


def _channel(channel: Channel) -> Values:
    return _values(channel, CHANNEL) | {
        "place": channel.place.slug if channel.place else None,
        "spoken": in_order_of(SPOKEN, (_values(each, SPOKEN) for each in channel.spoken.all())),
        "schedules": sorted(
            (
                _values(schedule, SCHEDULE)
                | {"hours": in_order_of(HOURS, (_values(h, HOURS) for h in schedule.hours.all()))}
                for schedule in channel.schedules.all()
            ),
            key=lambda schedule: schedule["slug"],
        ),
    }


def in_order_of(names: Sequence[str], rows: Iterable[Values]) -> list[Values]:
    """Rows in the order of their values; what is not told comes first."""
    return sorted(rows, key=lambda row: [str(row[name] or "") for name in names])


def _values(thing: Any, names: Iterable[str]) -> Values:
    return {name: plain(getattr(thing, name)) for name in names}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value

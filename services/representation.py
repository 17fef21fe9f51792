"""Services as the API gives them: every text with the language it is really in."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

from rotonde.region.models import Municipality
from rotonde.translations.labels import mark_machine
from rotonde.translations.reading import shown
from rotonde.translations.states import States, described, states_of, states_of_each
from services.map.clusters import Cluster, Map
from services.map.labels import labels
from services.models import Channel, Place, Service, Theme

_TEXTS = ("name", "summary", "description", "fees", "documents", "audience")
_SPOKEN = ("language", "level", "weekday", "starts_at", "ends_at")
_SCHEDULE = (
    "priority",
    "valid_from",
    "valid_until",
    "season_from",
    "season_until",
    "holidays",
)
_HOURS = ("weekday", "opens_at", "closes_at", "closes_next_day")
_FACTS = ("website", "phone", "email", "source", "checked_on", "verified", "changed_at")


def services_told(services: Sequence[Service], *, reader: str, site: str) -> list[dict[str, Any]]:
    """Services read with `told()`; `site` is the root address before their paths."""
    themes = list({theme.pk: theme for s in services for theme in s.themes.all()}.values())
    states, theme_states = states_of_each(services, themes)
    return [_service(s, reader, site, states, theme_states) for s in services]


def _service(
    service: Service, reader: str, site: str, states: States, theme_states: States
) -> dict[str, Any]:
    organisation = service.organisation
    return {
        "id": service.public_id,
        "url": site + service.get_absolute_url(),
        **{field: described(service, field, reader, states) for field in _TEXTS},
        "organisation": {
            "name": organisation.name,
            "kind": organisation.kind,
            "website": organisation.website,
            "paid_partner": organisation.paid_partner,
        },
        "cost": service.cost,
        "themes": [theme_told(theme, reader, theme_states) for theme in service.themes.all()],
        "channels": [_channel(channel) for channel in service.channels.all()],
        **{field: getattr(service, field) for field in _FACTS},
    }


def theme_told(theme: Theme, reader: str, states: States) -> dict[str, Any]:
    """A theme read with its parent."""
    return {
        "slug": theme.slug,
        "name": described(theme, "name", reader, states),
        "parent": theme.parent.slug if theme.parent else None,
        "icon": theme.icon,
    }


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "kind": channel.kind,
        "entry": channel.entry,
        "place": place_told(channel.place) if channel.place else None,
        "phone": channel.phone,
        "url": channel.url,
        "email": channel.email,
        "spoken_languages": channel.spoken_languages,
        "spoken": [_facts(each, _SPOKEN) for each in channel.spoken.all()],
        "schedules": [
            _facts(schedule, _SCHEDULE)
            | {"hours": [_facts(hours, _HOURS) for hours in schedule.hours.all()]}
            for schedule in channel.schedules.all()
        ],
        "time_zone": settings.TIME_ZONE,
    }


def _facts(thing: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def place_told(place: Place) -> dict[str, Any]:
    """A place read with its municipality."""
    fields = ("name", "street_address", "postal_code", "locality", "latitude", "longitude")
    return {
        **{field: getattr(place, field) for field in fields},
        "municipality": place.municipality.nis_code if place.municipality else None,
        "coordinates_approximate": place.coordinates_approximate,
        "wheelchair": place.wheelchair,
        "facilities": place.facilities,
        "verified": place.verified,
    }


def themes_told(themes: Sequence[Theme], *, reader: str) -> list[dict[str, Any]]:
    """Themes read with `with_service_counts()` and their parent."""
    states = states_of(themes)
    return [
        {
            **theme_told(theme, reader, states),
            "summary": described(theme, "summary", reader, states),
            "services": theme.service_count,  # type: ignore[attr-defined]
        }
        for theme in themes
    ]


def municipalities_told(
    municipalities: Sequence[Municipality], *, reader: str, site: str
) -> list[dict[str, Any]]:
    """Municipalities by name and point: enough to orient on a map without a background."""
    states = states_of(municipalities)
    return [
        {
            "nis_code": m.nis_code,
            "slug": m.slug,
            "name": described(m, "name", reader, states),
            "postcodes": m.postcodes,
            "latitude": m.latitude,
            "longitude": m.longitude,
            "url": site + m.get_absolute_url(),
        }
        for m in municipalities
    ]


def map_told(found: Map, *, reader: str) -> dict[str, Any]:
    """The map as GeoJSON; single points carry name, address and kind of their service."""
    singles = [cluster.service for cluster in found.clusters if cluster.service]
    mark_machine(singles, reader=reader, only="name")
    named = zip(found.clusters, labels(found.clusters, reader=reader), strict=True)
    return {
        "type": "FeatureCollection",
        "features": [_feature(cluster, label, reader) for cluster, label in named],
        "meta": {
            "services": found.services,
            "points": found.points,
            "without_place": found.without_place,
        },
        # Said to people who do not see the map; plurals are the catalogue's business.
        "summary": _summary(found),
    }


def _summary(found: Map) -> str:
    text = ngettext(
        "%(number)d service in this part of the map",
        "%(number)d services in this part of the map",
        found.services,
    )
    return text % {"number": found.services}


def _feature(cluster: Cluster, label: str, reader: str) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "count": cluster.count,
        "label": label,
        "one_place": cluster.one_place,
    }
    if cluster.one_place:
        properties["place"] = cluster.place.name
    if cluster.service:
        name = shown(cluster.service, "name", reader)
        properties |= {
            "id": cluster.service.public_id,
            "name": name.text,
            "content_language": name.language,
            "requested_language": reader,
            "machine": name.is_machine,
            "url": cluster.service.get_absolute_url(),
            "kind": cluster.service.organisation.kind,
        }
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [cluster.longitude, cluster.latitude]},
        "properties": properties,
    }

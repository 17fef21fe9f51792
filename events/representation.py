"""Events as the API gives them: every text with the language it is really in.

The joining link is nowhere here; it belongs to registered people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from events.models import Event, Occurrence
from events.stages import stage_of
from rotonde.translations.states import States, described, states_of_each
from services.representation import place_told, theme_told

_TEXTS = ("name", "summary", "description", "audience")
_FACTS = (
    "kind",
    "state",
    "spoken_languages",
    "website",
    "attendance",
    "currency",
    "registration_needed",
    "source",
    "checked_on",
    "verified",
)


def listed(
    occurrences: Sequence[Occurrence], *, reader: str, site: str, at: datetime
) -> list[dict[str, Any]]:
    """Dates read with `told()`, each with its event; two more queries for the translations."""
    events = list({each.event_id: each.event for each in occurrences}.values())
    told = {event["id"]: event for event in _events(events, reader, site)}
    return [
        told[occurrence.event.public_id] | _date(occurrence, site, at) for occurrence in occurrences
    ]


def event_told(
    event: Event, dates: Sequence[Occurrence], *, reader: str, site: str, at: datetime
) -> dict[str, Any]:
    """One event read with `told()`, with its dates."""
    (told,) = _events([event], reader, site)
    return told | {"dates": [_date(each, site, at) for each in dates]}


def _events(events: Sequence[Event], reader: str, site: str) -> list[dict[str, Any]]:
    themes = list({theme.pk: theme for e in events for theme in e.themes.all()}.values())
    states, theme_states = states_of_each(events, themes)
    return [_event(event, reader, site, states, theme_states) for event in events]


def _event(
    event: Event, reader: str, site: str, states: States, theme_states: States
) -> dict[str, Any]:
    organisation = event.organisation
    return {
        "id": event.public_id,
        "url": site + event.get_absolute_url(),
        **{field: described(event, field, reader, states) for field in _TEXTS},
        **{field: getattr(event, field) for field in _FACTS},
        "organisation": {
            "name": organisation.name,
            "kind": organisation.kind,
            "website": organisation.website,
            "paid_partner": organisation.paid_partner,
        },
        "organiser": organisation.slug,
        "themes": [theme_told(theme, reader, theme_states) for theme in event.themes.all()],
        "place": place_told(event.place) if event.place else None,
        "price": str(event.price),
    }


def _date(occurrence: Occurrence, site: str, at: datetime) -> dict[str, Any]:
    event = occurrence.event
    path = reverse("events:calendar", args=[event.slug, event.public_id, occurrence.pk])
    return {
        "date_id": occurrence.pk,
        "start": occurrence.local_start,
        "end": occurrence.local_end,
        "time_zone": occurrence.time_zone,
        "state": "cancelled" if occurrence.is_cancelled else "planned",
        "registration": stage_of(occurrence, at=at),
        "all_day": occurrence.all_day,
        "capacity": occurrence.capacity,
        "seats_left": occurrence.seats_left,
        "sequence": occurrence.sequence,
        "changed_at": occurrence.changed,
        "calendar": site + path,
    }

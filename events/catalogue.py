"""Keeps what surrounds an event in step with it: its public id, its dates, the search."""

import base64
import hashlib
from datetime import datetime

from events.models import Event
from events.schedule import roll
from events.search import index_events
from rotonde.organisations.models import Organisation
from rotonde.translations.recording import record


class SlugFrozen(Exception):
    """The address of a public event may not change: links to it are out in the world."""


def public_id_for(slug: str) -> str:
    """Eight letters and digits that stay with an event whatever it is called later.

    Made from the first slug, so that the same content has the same id in every database.
    """
    digest = hashlib.sha256(f"event:{slug}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:8]


def refuse_changed_slug(event: Event) -> None:
    """Raise SlugFrozen when a public event is about to move to another address."""
    before = Event.objects.public().filter(pk=event.pk).first()
    if before is not None and before.slug != event.slug:
        raise SlugFrozen(before.slug)


def record_organisation_change(organisation: Organisation, at: datetime) -> None:
    """After an organiser changed: its events are found by its new name."""
    Event.objects.filter(organisation=organisation).update(changed_at=at)
    index_events(Event.objects.filter(organisation=organisation))


def settle(event: Event, *, at: datetime) -> None:
    """After an event was written: tell calendars, lay out its dates, let it be found.

    Of what its texts were translated is remembered, too.
    """
    record([event])
    Event.objects.filter(pk=event.pk).update(changed_at=at)
    roll(at=at)
    index_events([event])

"""Writes the catalogue of services, and keeps the search in step with it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rotonde.organisations.models import Organisation
from rotonde.search.indexing import forget, index
from rotonde.translations.recording import record
from services.laying_out import lay_out
from services.models import Channel, OpeningHours, Place, Schedule, Service, SpokenLanguage, Theme
from services.search import KIND

_BATCH = 500


@dataclass(frozen=True)
class NewChannel:
    """A channel that is not saved yet, with the languages spoken there and its hours."""

    channel: Channel
    spoken: Sequence[SpokenLanguage] = ()
    schedules: Sequence[tuple[Schedule, Sequence[OpeningHours]]] = ()


class SlugFrozen(Exception):
    """The address of a published service may not change: links to it are out in the world."""


@transaction.atomic
def save_service(
    *,
    service: Service,
    at: datetime,
    themes: Iterable[Theme] | None = None,
    channels: Iterable[NewChannel] | None = None,
) -> Service:
    """Save a service, new or changed, with its themes and channels where given; found at once.

    Its channels are replaced, with what is spoken there and their hours.

    A new service gets its public id here. Raises SlugFrozen.
    """
    if not service.public_id:
        service.public_id = public_id_for(service.slug)
    refuse_changed_slug(service)
    service.changed_at = at
    service.save()
    record([service])
    if themes is not None:
        service.themes.set(themes)
    if channels is not None:
        _replace_channels(service, channels)
    _keep_in_step(service, at)
    return service


@transaction.atomic
def record_change(service: Service, *, at: datetime) -> None:
    """After something else than `save_service` wrote it: note when, and let it be found."""
    Service.objects.filter(pk=service.pk).update(changed_at=at)
    _keep_in_step(service, at)


def record_place_change(place: Place, *, at: datetime) -> None:
    """After a place changed: each service that is there changed with it."""
    for service in Service.objects.filter(channels__place=place).distinct():
        record_change(service, at=at)


def record_theme_change(theme: Theme, *, at: datetime) -> None:
    """After a theme changed: each service under it tells its name, and is found by it."""
    told = Service.objects.filter(themes=theme)
    told.update(changed_at=at)
    index_services(told)


def record_organisation_change(organisation: Organisation, at: datetime) -> None:
    """After an organisation changed: each service it offers changed with it."""
    offered = Service.objects.filter(organisation=organisation)
    offered.update(changed_at=at)
    index_services(offered)  # its name is one of the words they are found by


def _keep_in_step(service: Service, at: datetime) -> None:
    """What is derived from a service: the words it is found by, and when it is open."""
    index_services([service])
    lay_out(Channel.objects.filter(service=service), at=at)


def _replace_channels(service: Service, channels: Iterable[NewChannel]) -> None:
    service.channels.all().delete()
    for position, new in enumerate(channels, start=1):
        new.channel.service, new.channel.position = service, position
        new.channel.save(force_insert=True)
        for spoken in new.spoken:
            spoken.channel = new.channel
        SpokenLanguage.objects.bulk_create(new.spoken)
        for schedule, hours in new.schedules:
            schedule.channel = new.channel
            schedule.save(force_insert=True)
            write_hours(schedule, hours)


def write_hours(schedule: Schedule, hours: Sequence[OpeningHours]) -> None:
    """Give a saved schedule these hours instead of those it has."""
    schedule.hours.all().delete()
    for each in hours:
        each.schedule = schedule
    OpeningHours.objects.bulk_create(hours)


def refuse_changed_slug(service: Service) -> None:
    """Raise SlugFrozen when a published service is about to move to another address."""
    before = Service.objects.published().filter(pk=service.pk).first()
    if before is not None and before.slug != service.slug:
        raise SlugFrozen(before.slug)


def index_services(services: Iterable[Service] | None = None) -> int:
    """Bring the search up to date for `services` (all of them by default); the entries written.

    To be called after whatever wrote them otherwise: fixtures, the admin, bulk loads.
    """
    found = Service.objects.all() if services is None else services
    ids = [service.pk for service in found]
    written = 0
    for start in range(0, len(ids), _BATCH):
        written += _index_batch(ids[start : start + _BATCH])
    return written


def _index_batch(ids: Sequence[int]) -> int:
    forget(KIND, ids)
    return index(KIND, list(Service.objects.filter(pk__in=ids).published().told()))


def public_id_for(slug: str) -> str:
    """Eight letters and digits that stay with a service whatever it is called later.

    Made from the first slug, so that the same content has the same id in every database.
    """
    digest = hashlib.sha256(f"service:{slug}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:8]

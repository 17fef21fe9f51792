"""The catalogue as sets of services, so that a list and all its numbers are counted at once.

What the filters mean is said by `services.querysets`, which reads the database; here the same is
answered from memory, and the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import NamedTuple

from django.utils import timezone

from rotonde.common.changes import Version
from services.filters import Filters
from services.kept.bits import bits_of
from services.map.boxes import Box
from services.models import Channel, Service


class Spoken(NamedTuple):
    """A language that is spoken at some hours only."""

    language: str
    weekday: int
    starts_at: time
    ends_at: time
    service: int


@dataclass
class Layer:
    """The first channel of every service, or the second of those that have two, and so on.

    So that language, place and hours of a layer speak of one and the same channel.
    """

    channels: dict[int, int]  # the service of each channel
    points: list[tuple[int, int, int]]  # service, x, y
    municipalities: Mapping[int, int]
    access: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)  # at whatever hours
    always: Mapping[str, int] = field(default_factory=dict)
    sometimes: list[Spoken] = field(default_factory=list)
    all: int = 0


@dataclass
class Catalogue:
    """The published services as numbers from 0, in the order of the list without words."""

    version: Version
    ids: list[int]
    numbers: dict[int, int]  # by id
    by_name: list[int]  # where each stands by its slug
    all: int
    themes: Mapping[int, int]
    kinds: Mapping[str, int]
    layers: list[Layer]
    told: dict[int, Service] = field(default_factory=dict)  # see `services.kept.telling`
    _open: tuple[datetime | None, list[int]] = (None, [])

    def open_at(self, at: datetime) -> list[int]:
        """Who is open at that minute, by layer."""
        minute = at.replace(second=0, microsecond=0)
        asked, found = self._open
        if asked != minute:
            ids = set(Channel.objects.open_at(minute).values_list("pk", flat=True))
            found = [self._set_of_channels(layer, ids) for layer in self.layers]
            self._open = (minute, found)
        return found

    def _set_of_channels(self, layer: Layer, ids: set[int]) -> int:
        services = (layer.channels[each] for each in ids & layer.channels.keys())
        return bits_of(services, size=len(self.ids))

    def speaking(self, layer: Layer, at: datetime | None) -> Mapping[str, int]:
        """Who speaks which language at all or, with `at`, at that instant."""
        if at is None:
            return layer.languages
        local = timezone.localtime(at)
        found = dict(layer.always)
        for each in layer.sometimes:
            if each.weekday == local.isoweekday() and each.starts_at <= local.time() < each.ends_at:
                found[each.language] = found.get(each.language, 0) | 1 << each.service
        return found

    def within(self, layer: Layer, box: Box) -> int:
        inside = (
            number
            for number, x, y in layer.points
            if box.west <= x <= box.east and box.north <= y <= box.south
        )
        return bits_of(inside, size=len(self.ids))

    def answering(self, filters: Filters) -> list[int]:
        """Whose channel meets the filters that speak of a channel, by layer."""
        opened = self.open_at(filters.open_at) if filters.open_at else []
        return [
            self._answering(layer, filters, opened[number] if opened else layer.all)
            for number, layer in enumerate(self.layers)
        ]

    def _answering(self, layer: Layer, filters: Filters, found: int) -> int:
        if filters.language:
            found &= self.speaking(layer, filters.open_at).get(filters.language, 0)
        for access in filters.access:
            found &= layer.access.get(access, 0)
        if filters.municipality:
            found &= layer.municipalities.get(filters.municipality.pk, 0)
        if filters.box and found:
            found &= self.within(layer, filters.box)
        return found

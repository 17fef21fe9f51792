"""Reads the catalogue that each process keeps, and reads it anew when something has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Min

from rotonde.common.changes import Version
from services.access import CONDITIONS
from services.changes import CHANGES
from services.kept.bits import bits_of
from services.kept.catalogue import Catalogue, Layer, Spoken
from services.models import Channel, Service, SpokenLanguage, Theme

Key = TypeVar("Key")

_kept: Catalogue | None = None


def catalogue() -> Catalogue:
    """What is published now: one small query, and all of it only after something changed."""
    global _kept  # noqa: PLW0603 - one per process, replaced as a whole
    if _kept is None or not _kept.version.holds():
        _kept = _read(CHANGES.version())
    return _kept


def forget() -> None:
    """Read everything anew the next time."""
    global _kept  # noqa: PLW0603
    _kept = None


def _read(version: Version) -> Catalogue:
    rows = (
        Service.objects.published()
        .annotate(first=Min("themes__position"))
        .order_by("first", "-verified", "slug", "public_id")
        .values_list("pk", "slug", "public_id", "organisation__kind")
    )
    services = list(rows)
    ids = [pk for pk, *_rest in services]
    numbers = {pk: number for number, pk in enumerate(ids)}
    named = sorted(range(len(ids)), key=lambda number: services[number][1:3])
    by_name = [0] * len(ids)
    for place, number in enumerate(named):
        by_name[number] = place
    kinds = ((kind, number) for number, (*_rest, kind) in enumerate(services))
    size = len(ids)
    return Catalogue(
        version=version,
        ids=ids,
        numbers=numbers,
        by_name=by_name,
        all=(1 << size) - 1,
        themes=_sets(_themes(numbers), size),
        kinds=_sets(kinds, size),
        layers=_layers(numbers),
    )


def _themes(numbers: Mapping[int, int]) -> Iterable[tuple[int, int]]:
    """Themes and services; a top theme has those of its sub-themes."""
    tops = dict(Theme.objects.exclude(parent=None).values_list("pk", "parent"))
    links = Service.themes.through.objects.values_list("service_id", "theme_id")
    for service, theme in links:
        if service in numbers:
            yield theme, numbers[service]
            if theme in tops:
                yield tops[theme], numbers[service]


def _layers(numbers: Mapping[int, int]) -> list[Layer]:
    rows = Channel.objects.order_by("service", "position", "pk").values_list(
        "pk", "service_id", "place__x", "place__y", "place__municipality_id"
    )
    size = len(numbers)
    sorted_out: list[list[tuple[int, int, int | None, int | None, int | None]]] = []
    had: dict[int, int] = defaultdict(int)
    for pk, service, x, y, municipality in rows:
        if service not in numbers:
            continue
        if had[service] == len(sorted_out):
            sorted_out.append([])
        sorted_out[had[service]].append((pk, numbers[service], x, y, municipality))
        had[service] += 1
    layers = [
        Layer(
            channels={pk: number for pk, number, *_rest in layer},
            points=[(n, x, y) for _pk, n, x, y, _m in layer if x is not None and y is not None],
            municipalities=_sets(((m, n) for _pk, n, _x, _y, m in layer if m), size),
            all=bits_of((number for _pk, number, *_rest in layer), size=size),
        )
        for layer in sorted_out
    ]
    _tell_access(layers, size)
    _tell_spoken(layers, size)
    return layers


def _tell_access(layers: list[Layer], size: int) -> None:
    found = {
        access: set(Channel.objects.accessible(access).values_list("pk", flat=True))
        for access in CONDITIONS
    }
    for layer in layers:
        own = layer.channels
        layer.access = {
            access: bits_of((own[pk] for pk in ids & own.keys()), size=size)
            for access, ids in found.items()
        }


def _tell_spoken(layers: list[Layer], size: int) -> None:
    where = {pk: layer for layer in layers for pk in layer.channels}
    at_all: dict[int, list[tuple[str, int]]] = defaultdict(list)
    always: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = SpokenLanguage.objects.order_by().values_list(
        "channel_id", "language", "weekday", "starts_at", "ends_at"
    )
    for channel, language, weekday, starts_at, ends_at in rows:
        layer = where.get(channel)
        if layer is None:
            continue
        number = layer.channels[channel]
        at_all[id(layer)].append((language, number))
        if weekday is None:
            always[id(layer)].append((language, number))
        elif starts_at and ends_at:
            layer.sometimes.append(Spoken(language, weekday, starts_at, ends_at, number))
    for layer in layers:
        layer.languages = _sets(at_all[id(layer)], size)
        layer.always = _sets(always[id(layer)], size)


def _sets(pairs: Iterable[tuple[Key, int]], size: int) -> dict[Key, int]:
    """The numbers of each key as a set."""
    found: dict[Key, list[int]] = defaultdict(list)
    for key, number in pairs:
        found[key].append(number)
    return {key: bits_of(numbers, size=size) for key, numbers in found.items()}

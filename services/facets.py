"""How many services each further choice would leave, all other filters kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from services.access import CONDITIONS
from services.filters import Filters
from services.models import Channel, Service, SpokenLanguage
from services.querysets import counted, counted_by_theme, spoken_at


@dataclass(frozen=True)
class Facets:
    """Numbers of services by theme id, kind, language code, municipality id and access."""

    themes: dict[int, int]
    kinds: dict[str, int]
    languages: dict[str, int]
    municipalities: dict[int, int]
    access: dict[str, int]
    open_now: int


def facets(filters: Filters, *, reader: str, at: datetime) -> Facets:
    """Counts per choice; a choice of one kind is counted without the present one of that kind.

    Facts of access add up: each is counted beside those already asked for. `at` is now.
    """
    return Facets(
        themes=_themes(filters.without("theme"), reader),
        kinds=_kinds(filters.without("kind"), reader),
        languages=_languages(filters.without("language"), reader),
        municipalities=_municipalities(filters.without("municipality"), reader),
        access=_access(filters, reader),
        open_now=_open_now(filters.without("open_at"), reader, at),
    )


def _themes(filters: Filters, reader: str) -> dict[int, int]:
    links = Service.themes.through.objects.filter(service__in=_ids(filters, reader))
    return counted_by_theme(links)


def _kinds(filters: Filters, reader: str) -> dict[str, int]:
    return counted(Service.objects.matching(filters, reader=reader), "organisation__kind", "pk")


def _languages(filters: Filters, reader: str) -> dict[str, int]:
    spoken = SpokenLanguage.objects.filter(channel__in=_channels(filters, reader).values("pk"))
    if filters.open_at:
        spoken = spoken.filter(spoken_at(filters.open_at))
    return counted(spoken, "language", "channel__service")


def _access(filters: Filters, reader: str) -> dict[str, int]:
    channels = _channels(filters, reader)
    counts = {
        name: Count("service", filter=condition, distinct=True)
        for name, condition in CONDITIONS.items()
    }
    # A name with a dash is no name of a column.
    by_column = {name.replace("-", "_"): count for name, count in counts.items()}
    found = channels.order_by().aggregate(**by_column)
    return {name: found[name.replace("-", "_")] for name in counts}


def _open_now(filters: Filters, reader: str, at: datetime) -> int:
    # In another language than at `at` nobody is helped: it is counted as the filter would.
    now = replace(filters, open_at=at)
    return _channels(now, reader).order_by().values("service").distinct().count()


def _municipalities(filters: Filters, reader: str) -> dict[int, int]:
    placed = _channels(filters, reader).filter(place__municipality__isnull=False)
    return counted(placed, "place__municipality_id", "service_id")


def _channels(filters: Filters, reader: str) -> QuerySet[Channel]:
    of_services = filters.without(*Filters.OF_A_CHANNEL)
    return Channel.objects.answering(filters).filter(service__in=_ids(of_services, reader))


def _ids(filters: Filters, reader: str) -> QuerySet[Any, Any]:
    return Service.objects.matching(filters, reader=reader).values("pk")

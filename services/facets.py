"""How many services each further choice would leave, all other filters kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Func, QuerySet

from services.filters import Filters
from services.models import Channel, Service
from services.querysets import counted, counted_by_theme


@dataclass(frozen=True)
class Facets:
    """Numbers of services by theme id, kind, language code and municipality id; none is absent."""

    themes: dict[int, int]
    kinds: dict[str, int]
    languages: dict[str, int]
    municipalities: dict[int, int]


def facets(filters: Filters, *, reader: str) -> Facets:
    """Counts per choice; a choice of one kind is counted without the present one of that kind."""
    return Facets(
        themes=_themes(filters.without("theme"), reader),
        kinds=_kinds(filters.without("kind"), reader),
        languages=_languages(filters.without("language"), reader),
        municipalities=_municipalities(filters.without("municipality"), reader),
    )


def _themes(filters: Filters, reader: str) -> dict[int, int]:
    links = Service.themes.through.objects.filter(service__in=_ids(filters, reader))
    return counted_by_theme(links)


def _kinds(filters: Filters, reader: str) -> dict[str, int]:
    return counted(Service.objects.matching(filters, reader=reader), "organisation__kind", "pk")


def _languages(filters: Filters, reader: str) -> dict[str, int]:
    spoken = Func(F("spoken_languages"), function="unnest", output_field=CharField())
    return counted(_channels(filters, reader).annotate(spoken=spoken), "spoken", "service_id")


def _municipalities(filters: Filters, reader: str) -> dict[int, int]:
    placed = _channels(filters, reader).filter(place__municipality__isnull=False)
    return counted(placed, "place__municipality_id", "service_id")


def _channels(filters: Filters, reader: str) -> QuerySet[Channel]:
    of_services = filters.without("language", "municipality", "box")
    return Channel.objects.answering(filters).filter(service__in=_ids(of_services, reader))


def _ids(filters: Filters, reader: str) -> QuerySet[Any, Any]:
    return Service.objects.matching(filters, reader=reader).values("pk")

"""How many services each further choice would leave, all other filters kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar

from services.access import CONDITIONS
from services.filters import Filters
from services.kept.sieve import Sieve

Choice = TypeVar("Choice", bound=Hashable)


@dataclass(frozen=True)
class Facets:
    """Numbers of services by theme id, kind, language code, municipality id and access."""

    themes: dict[int, int]
    kinds: dict[str, int]
    languages: dict[str, int]
    municipalities: dict[int, int]
    access: dict[str, int]
    open_now: int


def facets(filters: Filters, *, reader: str, at: datetime, sieve: Sieve | None = None) -> Facets:
    """Counts per choice; a choice of one kind is counted without the present one of that kind.

    Facts of access add up: each is counted beside those already asked for. `at` is now. Who has
    sifted for this reader already hands on the `sieve`.
    """
    sieve = sieve or Sieve(reader=reader)
    kept = sieve.catalogue
    services = sieve.of_services(filters)
    return Facets(
        themes=_shared(kept.themes, sieve.matching(filters.without("theme"))),
        kinds=_shared(kept.kinds, sieve.matching(filters.without("kind"))),
        languages=_languages(sieve, filters.without("language"), services),
        municipalities=_together(
            services,
            kept.answering(filters.without("municipality")),
            [layer.municipalities for layer in kept.layers],
        ),
        access=dict.fromkeys(CONDITIONS, 0)
        | _together(services, kept.answering(filters), [layer.access for layer in kept.layers]),
        open_now=_open_now(sieve, filters, services, at),
    )


def _languages(sieve: Sieve, filters: Filters, services: int) -> dict[str, int]:
    kept = sieve.catalogue
    spoken = [kept.speaking(layer, filters.open_at) for layer in kept.layers]
    return _together(services, kept.answering(filters), spoken)


def _open_now(sieve: Sieve, filters: Filters, services: int, at: datetime) -> int:
    # In another language than at `at` nobody is helped: it is counted as the filter would.
    layers = sieve.catalogue.answering(replace(filters, open_at=at))
    return (services & reduce(or_, layers, 0)).bit_count()


def _shared(choices: Mapping[Choice, int], found: int) -> dict[Choice, int]:
    counts = ((choice, (services & found).bit_count()) for choice, services in choices.items())
    return {choice: count for choice, count in counts if count}


def _together(
    services: int, layers: Iterable[int], choices: Iterable[Mapping[Choice, int]]
) -> dict[Choice, int]:
    """The services of each choice over all layers: one that has it at two channels counts once."""
    found: dict[Choice, int] = defaultdict(int)
    for answering, chosen in zip(layers, choices, strict=True):
        for choice, those in chosen.items():
            found[choice] |= answering & those
    return _shared(found, services)

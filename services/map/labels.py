"""What points and clusters of a map are called by who reads it aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import ngettext

from rotonde.translations.labels import in_words
from rotonde.translations.reading import shown
from services.map.clusters import Cluster

# A cluster lies near its town; where several do, near a place; where those are called alike, near
# a street.
_NEARER = ("locality", "name", "street_address")


def labels(clusters: Sequence[Cluster], *, reader: str) -> list[str]:
    """A name for each, and no two of them alike wherever their places are not."""
    return [
        _label(cluster, near, reader)
        for cluster, near in zip(clusters, _landmarks(clusters), strict=True)
    ]


def _landmarks(clusters: Sequence[Cluster]) -> list[str]:
    """Near what each cluster of several places lies; nothing for the others."""
    found = ["" for _ in clusters]
    for field in _NEARER:
        alike = Counter(found)
        for number, cluster in enumerate(clusters):
            several = cluster.service is None and not cluster.one_place
            if several and (not found[number] or alike[found[number]] > 1):
                found[number] = getattr(cluster.place, field) or found[number]
    return found


def _label(cluster: Cluster, near: str, reader: str) -> str:
    if cluster.service:
        return in_words(shown(cluster.service, "name", reader))
    if cluster.one_place:
        text = ngettext(
            "%(number)d service at %(place)s", "%(number)d services at %(place)s", cluster.count
        )
        return text % {"number": cluster.count, "place": cluster.place.name}
    text = ngettext(
        "%(number)d service near %(place)s", "%(number)d services near %(place)s", cluster.count
    )
    return text % {"number": cluster.count, "place": near}

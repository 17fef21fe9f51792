"""The themes and municipalities a filter may name, kept by each process until something changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rotonde.common.changes import Version
from rotonde.region.models import Municipality
from services.changes import CHANGES
from services.models import Theme


@dataclass(frozen=True)
class _Known:
    version: Version
    themes: list[Theme]
    municipalities: list[Municipality]


_kept: _Known | None = None


class Known:
    """For one question: nothing is asked of the database before a name is."""

    @property
    def themes(self) -> list[Theme]:
        """By position, each with its parent. Shared by all who read: not to be changed."""
        return self._now.themes

    @property
    def municipalities(self) -> list[Municipality]:
        """By slug. Shared by all who read: not to be changed."""
        return self._now.municipalities

    @cached_property
    def _now(self) -> _Known:
        global _kept  # noqa: PLW0603 - one per process, replaced as a whole
        if _kept is None or not _kept.version.holds():
            _kept = _read(CHANGES.version())
        return _kept


def _read(version: Version) -> _Known:
    return _Known(
        version,
        list(Theme.objects.select_related("parent").order_by("position", "slug")),
        list(Municipality.objects.order_by("slug")),
    )

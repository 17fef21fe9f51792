"""What a reader asks of the services map, in the words of the domain."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from rotonde.region.models import Municipality
    from services.map.boxes import Box
    from services.models import Theme


@dataclass(frozen=True)
class Filters:
    """Every condition that is set must hold; nothing set means everything published.

    Language, municipality, box, hours and access speak of one and the same channel: a desk in Ghent
    where Arabic is spoken, not a desk in Ghent of somebody whose phone line speaks Arabic. With
    `open_at` the language must be spoken at that very time.
    """

    q: str = ""
    theme: Theme | None = None
    kind: str = ""
    language: str = ""
    municipality: Municipality | None = None
    box: Box | None = None
    open_at: datetime | None = None
    access: tuple[str, ...] = ()

    # Those that speak of a service, whatever its channels.
    OF_A_SERVICE: ClassVar[tuple[str, ...]] = ("q", "theme", "kind")
    # Those that speak of a channel.
    OF_A_CHANNEL: ClassVar[tuple[str, ...]] = (
        "language",
        "municipality",
        "box",
        "open_at",
        "access",
    )

    def without(self, *names: str) -> Filters:
        """The same question with the named conditions dropped."""
        dropped: dict[str, Any] = {
            each.name: each.default for each in fields(self) if each.name in names
        }
        return replace(self, **dropped)

    @property
    def are_set(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()

    @property
    def ask_for_a_channel(self) -> bool:
        return bool(self.language or self.municipality or self.box or self.open_at or self.access)

"""A proposal beside the entry: what would change, word by word, and what changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rotonde.common.languages import direction
from rotonde.common.word_diff import Part, sides, word_diff
from services.models import Proposal, Service
from services.proposals.entry import Field, fields_of
from services.proposals.proposing import moved


@dataclass(frozen=True)
class Row:
    """One change: the entry now and as proposed; `before` is what the member saw, if it differs."""

    field: Field
    now: list[Part]
    proposed: list[Part]
    before: str | None = None

    @property
    def has_moved(self) -> bool:
        return self.before is not None

    @property
    def direction(self) -> str:
        return direction(self.field.language) if self.field.language else "auto"


def rows_of(proposal: Proposal, service: Service, live: Mapping[str, str]) -> list[Row]:
    """The changes in the order of the page; those of a channel that is gone are left out."""
    return [
        _row(field, proposal.changes[field.key], live[field.key])
        for field in fields_of(service)
        if field.key in proposal.changes
    ]


@dataclass(frozen=True)
class Move:
    """One box that somebody else changed; `typed` where the member's own words stay in it."""

    field: Field
    before: list[Part]
    now: list[Part]
    typed: bool

    @property
    def direction(self) -> str:
        return direction(self.field.language) if self.field.language else "auto"


def moves_of(
    fields: Iterable[Field],
    *,
    opened: Mapping[str, str],
    boxes: Mapping[str, str],
    sent: Mapping[str, str],
    typed: Mapping[str, str],
) -> list[Move]:
    """What changed between the page a member opened and now, in the order of the page."""
    keys = set(moved(opened, sent, boxes))
    return [
        Move(
            field,
            *sides(
                word_diff(field.shown(opened.get(field.key, "")), field.shown(boxes[field.key]))
            ),
            typed=field.key in typed,
        )
        for field in fields
        if field.key in keys
    ]


def lost(proposal: Proposal, live: Mapping[str, str]) -> int:
    """How many changes are of a channel the entry no longer has."""
    return len(set(proposal.changes) - set(live))


def _row(field: Field, change: Mapping[str, str], live: str) -> Row:
    now, proposed = sides(word_diff(field.shown(live), field.shown(change["new"])))
    has_moved = live not in (change["old"], change["new"])
    return Row(field, now, proposed, field.shown(change["old"]) if has_moved else None)

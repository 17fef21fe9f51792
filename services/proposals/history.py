"""The history of a proposal: who did what with it, and when.

Kept by the database as it was written (`ProposalStep`); shown to editors beside the proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rotonde.accounts.models import User
from rotonde.common.languages import direction
from rotonde.common.word_diff import Part, word_diff
from services.models import Proposal, ProposalStep, Service
from services.proposals.entry import Field, fields_of

Changes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Turn:
    """What one step did to one field; no `field` where its channel is gone."""

    field: Field | None
    parts: list[Part]

    @property
    def direction(self) -> str:
        language = self.field.language if self.field else ""
        return direction(language) if language else "auto"


@dataclass(frozen=True)
class Told:
    """A step, and what it changed of the one before, field by field."""

    step: ProposalStep
    turns: list[Turn]


def write_down(
    proposal: Proposal,
    kind: ProposalStep.Kind,
    *,
    by: User,
    at: datetime,
    changes: Changes | None = None,
) -> None:
    """Part of the transaction that does it."""
    ProposalStep.objects.create(
        proposal=proposal,
        kind=kind,
        by=by,
        at=at,
        changes=changes or {},
        reason=proposal.reason,
    )


def history_of(proposal: Proposal, service: Service) -> list[Told]:
    """The steps of a proposal, the first one first; `service` as `entry.read` gives it."""
    fields = {field.key: field for field in fields_of(service)}
    told: list[Told] = []
    before: Changes = {}
    for step in proposal.steps.select_related("by"):
        after = step.changes or before  # who declines or takes back changes nothing
        told.append(Told(step, list(_turns(before, after, fields))))
        before = after
    return told


def _turns(before: Changes, after: Changes, fields: Mapping[str, Field]) -> Iterator[Turn]:
    """What is asked no longer goes back to what the entry said."""
    keys = before.keys() | after.keys()
    known = [key for key in fields if key in keys]
    for key in [*known, *sorted(keys - fields.keys())]:
        was = before[key]["new"] if key in before else after[key]["old"]
        now = after[key]["new"] if key in after else before[key]["old"]
        if was != now:
            field = fields.get(key)
            shown = field.shown if field else str
            yield Turn(field, word_diff(shown(was), shown(now)))

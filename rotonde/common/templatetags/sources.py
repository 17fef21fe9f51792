"""Facts that were seen in one place, so that the place is told once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True)
class Seen:
    """Facts, and what is true of all of them: where they were seen, when, and who answers."""

    facts: list[Any]
    source: str
    checked_on: date | None
    verified: bool


@register.filter
def by_source(facts: Iterable[Any]) -> list[Seen]:
    """`{% for seen in fees|by_source %}`: facts of one source, day and state are one; each in turn.

    Whatever differs in any of these is not folded: nothing is told to be surer than it is.
    """
    found: dict[tuple[str, date | None, bool], list[Any]] = {}
    for fact in facts:
        found.setdefault((fact.source, fact.checked_on, fact.verified), []).append(fact)
    return [Seen(alike, *key) for key, alike in found.items()]

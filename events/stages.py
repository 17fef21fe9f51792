"""How far a date is: may one register, wait, simply come, or is it too early, too late, off."""

from datetime import datetime
from enum import StrEnum

from events.models import Occurrence


class Stage(StrEnum):
    """What a newcomer can do about a date now."""

    CANCELLED = "cancelled"
    OVER = "over"
    COME = "come"
    ELSEWHERE = "elsewhere"
    NOT_OPEN = "not-open"
    CLOSED = "closed"
    WAITING_LIST = "waiting-list"
    OPEN = "open"


def stage_of(occurrence: Occurrence, *, at: datetime) -> Stage:
    """The stage of a date read with its event."""
    if occurrence.is_cancelled:
        return Stage.CANCELLED
    if occurrence.ends_at <= at:
        return Stage.OVER
    if not occurrence.event.registration_needed:
        # Of what another calendar announces, only its organiser knows how to take part.
        return Stage.ELSEWHERE if occurrence.event.is_imported else Stage.COME
    if occurrence.opens_at is not None and at < occurrence.opens_at:
        return Stage.NOT_OPEN
    if at >= occurrence.closes_at:
        return Stage.CLOSED
    return Stage.WAITING_LIST if occurrence.is_full else Stage.OPEN


def takes_registrations(stage: Stage) -> bool:
    return stage in (Stage.OPEN, Stage.WAITING_LIST)

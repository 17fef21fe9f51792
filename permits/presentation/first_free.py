"""The next free time for the usual visit: one adult who comes for everything at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from permits.free_times import free_starts
from permits.models import Center
from permits.parties import Unbookable
from permits.presentation.needs import offered
from permits.presentation.quests import Quest
from rotonde.region.models import Municipality


def usual_quest(municipality: Municipality) -> Quest | None:
    """None where nothing is offered at all."""
    needs = offered()
    return Quest(municipality, needs[0], adults=1, children=0) if needs else None


def first_start(center: Center, quest: Quest, *, at: datetime) -> datetime | None:
    """When the door opens first for them, as far as can be booked."""
    today = at.astimezone(ZoneInfo(center.time_zone)).date()
    try:
        found = free_starts(
            center,
            quest.party,
            municipality=quest.municipality,
            first_day=today,
            days=center.horizon_days + 1,
            at=at,
        )
    except Unbookable:
        return None
    return found.starts[0].start if found.starts else None

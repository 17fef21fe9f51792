"""How long an offer is kept for a party: a set while, which stands still at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from permits.models import Center

NIGHT_BEGINS, NIGHT_ENDS = time(21), time(8)
# Less than this is no offer: nobody could read it.
LEAST = timedelta(minutes=15)


def kept_until(center: Center, start: datetime, *, at: datetime) -> datetime | None:
    """Until when a time that begins at `start` is kept; None where it is too close to be offered.

    What is offered at night counts from the morning on, in the center's local time. It ends
    before the time could no longer be booked by others.
    """
    until = _awake(center, at) + timedelta(minutes=center.offer_minutes)
    until = min(until, start - timedelta(minutes=center.lead_minutes))
    return until if until - at >= LEAST else None


def _awake(center: Center, at: datetime) -> datetime:
    local = at.astimezone(ZoneInfo(center.time_zone))
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return at
    day = local.date() + timedelta(local.time() >= NIGHT_BEGINS)
    return datetime.combine(day, NIGHT_ENDS, tzinfo=local.tzinfo).astimezone(at.tzinfo)

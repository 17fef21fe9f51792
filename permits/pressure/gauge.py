"""Is somebody harvesting? Counts the holds of the last minute, at a center and nearby.

Counted in the database, so it holds for all processes; one query, in SQL because every hold asks
it, and most of all those of a rush.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from permits.models import Center, Visit

WINDOW = timedelta(minutes=1)
# Who books for themselves; staff and employers are known.
_COUNTED = [Visit.Origin.WEB.value, Visit.Origin.API.value]

_LATELY = """
    SELECT count(*) FILTER (WHERE center_id = %(center)s),
        count(*) FILTER (WHERE block_hash = %(block)s AND block_hash <> '')
    FROM permits_visit WHERE created_at > %(since)s AND origin = ANY(%(counted)s)
"""


def is_high(center: Center, block_hash: str, *, at: datetime) -> bool:
    """Whether a hold must be earned now: here, or by whoever asks from this block."""
    asked: dict[str, Any] = {
        "center": center.pk,
        "block": block_hash,
        "since": at - WINDOW,
        "counted": _COUNTED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, asked)
        here, nearby = cursor.fetchone()
    return bool(
        here >= settings.PRESSURE_HOLDS_PER_CENTER or nearby >= settings.PRESSURE_HOLDS_PER_BLOCK
    )

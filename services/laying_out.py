"""Lays out ahead when channels are open, so that the database can answer "open now".

The layout is made anew, and only what changed is written: run twice it writes nothing, run late it
still holds for days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from services.models import Channel, OpenInterval
from services.timetables import timetable_of

AHEAD = timedelta(days=14)
# What closed is kept for a day, so that clocks that differ a little still agree.
KEPT = timedelta(days=1)
_BATCH = 500


def lay_out(channels: QuerySet[Channel], *, at: datetime) -> int:
    """Bring the intervals of `channels` up to date for 14 days after `at`; how many were written.

    Channels are taken in order and by the batch, each batch under its lock: two sweeps at once
    wait for each other and write the same.
    """
    ids = list(channels.order_by("pk").values_list("pk", flat=True))
    batches = (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
    return sum(_lay_out_batch(batch, at) for batch in batches)


@transaction.atomic
def _lay_out_batch(ids: list[int], at: datetime) -> int:
    locked = Channel.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    channels = list(locked.with_hours())
    wanted = {key: end for channel in channels for key, end in _intervals(channel, at)}
    rows = OpenInterval.objects.filter(channel__in=ids)
    present = {(row.channel_id, row.starts_at): row for row in rows}
    stale = [row.pk for key, row in present.items() if wanted.get(key) != row.ends_at]
    OpenInterval.objects.filter(pk__in=stale).delete()
    missing = [
        OpenInterval(channel_id=key[0], starts_at=key[1], ends_at=end)
        for key, end in wanted.items()
        if key not in present or present[key].ends_at != end
    ]
    OpenInterval.objects.bulk_create(missing)
    return len(stale) + len(missing)


def _intervals(channel: Channel, at: datetime) -> Iterable[tuple[tuple[int, datetime], datetime]]:
    stretches = timetable_of(channel).stretches(at - KEPT, at + AHEAD)
    return [((channel.pk, each.start), each.end) for each in stretches]

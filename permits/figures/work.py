"""The minutes an office spent on each procedure in the last weeks: what fees will rest on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Sum

from permits.days import local_day
from permits.figures.door_to_door import WEEKS
from permits.models import Center, Procedure, WorkKind, WorkTime


@dataclass(frozen=True)
class Spent:
    """`visits` are those somebody counted minutes for."""

    procedure: Procedure
    kind: WorkKind
    visits: int
    minutes: int


def minutes_spent(center: Center, *, at: datetime) -> list[Spent]:
    """By procedure and kind, over the same weeks as the stays; two queries."""
    today = local_day(center, at)
    since = today - timedelta(today.weekday(), weeks=WEEKS - 1)
    rows = (
        WorkTime.objects.filter(visit__center=center, visit__date__gte=since, minutes__gt=0)
        .values("procedure", "kind")
        .order_by("procedure__position", "-kind")
        .annotate(visits=Count("visit", distinct=True), spent=Sum("minutes"))
    )
    found = list(rows)
    procedures = Procedure.objects.in_bulk([row["procedure"] for row in found])
    return [
        Spent(procedures[row["procedure"]], WorkKind(row["kind"]), row["visits"], row["spent"])
        for row in found
    ]

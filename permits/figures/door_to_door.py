"""How long people are inside, from check-in to goodbye, week by week, against what was promised.

One person is promised an hour; a family is promised the end that was stated to it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import TruncWeek

from permits.cells import CELL_SECONDS
from permits.days import local_day
from permits.models import Attendee, Center, Visit

WEEKS = 12
PROMISED_MINUTES = 60


class Percentile(Aggregate):
    """PERCENTILE_CONT of an expression."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Stays:
    """`visits` that came and went: minutes inside, and how many were out as promised."""

    week: date | None
    visits: int
    median: int
    p90: int
    kept: int


@dataclass(frozen=True)
class Report:
    """`total` is None where nobody has come and gone in the whole time."""

    weeks: list[Stays]
    total: Stays | None


def door_to_door(center: Center, *, at: datetime) -> tuple[Report, Report]:
    """Single persons and families in the last weeks, this one included; two queries."""
    today = local_day(center, at)
    since = today - timedelta(today.weekday(), weeks=WEEKS - 1)
    measured = _measured(center, since)
    weekly = measured.annotate(week=TruncWeek("date")).values("family", "week")
    weeks = _counted(weekly.order_by("week"))
    totals = _counted(measured.values("family").order_by("family"))

    def report(family: bool) -> Report:
        total = [stays for is_family, stays in totals if is_family is family]
        return Report(
            [stays for is_family, stays in weeks if is_family is family],
            total[0] if total else None,
        )

    return report(family=False), report(family=True)


def _measured(center: Center, since: date) -> QuerySet[Any]:
    inside = Func(
        F("left_at") - F("arrived_at"),
        template="EXTRACT(EPOCH FROM %(expressions)s)",
        output_field=FloatField(),
    )
    stated = ExpressionWrapper(
        (F("end_cell") - F("first_cell")) * CELL_SECONDS, output_field=FloatField()
    )
    others = Attendee.objects.filter(visit=OuterRef("pk"), position__gt=0)
    return (
        Visit.objects.filter(
            center=center,
            date__gte=since,
            state=Visit.State.BOOKED,
            arrived_at__isnull=False,
            left_at__isnull=False,
        )
        .annotate(family=Exists(others), inside=inside, stated=stated)
        .order_by()
    )


def _counted(grouped: QuerySet[Any]) -> list[tuple[bool, Stays]]:
    kept = Q(family=False, inside__lte=PROMISED_MINUTES * 60) | Q(
        family=True, inside__lte=F("stated")
    )
    rows: QuerySet[Any] = grouped.annotate(
        visits=Count("pk"),
        median=Percentile("inside", fraction=0.5),
        p90=Percentile("inside", fraction=0.9),
        kept=Count("pk", filter=kept),
    )
    return [
        (
            row["family"],
            Stays(
                row.get("week"),
                row["visits"],
                round(row["median"] / 60),
                round(row["p90"] / 60),
                row["kept"],
            ),
        )
        for row in rows
    ]

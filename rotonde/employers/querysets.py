"""Reading hires: who is still one, and how far each is, as far as the hire lets it be known."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from permits.cells import CELL_SECONDS
from permits.models import VisitEntry

if TYPE_CHECKING:
    from rotonde.employers.models import Hire  # noqa: F401

Action = VisitEntry.Action


class Progress(models.TextChoices):
    """How far a hire is, as the employer may know it: the words of this list and no others."""

    INVITED = "invited"
    LAPSED = "lapsed"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    DONE = "done"


def _welcomed() -> models.QuerySet[VisitEntry]:
    """What the desk wrote when somebody came: what came of it is private."""
    came = [Action.ARRIVED, Action.DONE, Action.MISSING, Action.REFUSED]
    return VisitEntry.objects.filter(
        visit=OuterRef("visit"), action__in=came, undone_by__isnull=True
    )


class HireQuerySet(models.QuerySet["Hire"]):
    def live(self) -> HireQuerySet:
        """Those no employer has taken back."""
        return self.filter(withdrawn_at=None)

    def progressed(self, *, at: datetime) -> HireQuerySet:
        """Each with `progress` at this instant; what a hire does not share is not in it.

        A visit that is over and to which nobody came leaves the hire where they were before it.
        """
        told = ~Q(shares="nothing") & Q(visit__state="booked")
        this_cell = int(at.timestamp()) // CELL_SECONDS
        return self.annotate(
            progress=Case(
                When(declined_at__isnull=False, then=Value(Progress.DECLINED.value)),
                When(
                    accepted_at=None,
                    invitation_expires_at__lte=at,
                    then=Value(Progress.LAPSED.value),
                ),
                When(accepted_at=None, then=Value(Progress.INVITED.value)),
                When(told & Q(visit__end_cell__gt=this_cell), then=Value(Progress.BOOKED.value)),
                When(told & Exists(_welcomed()), then=Value(Progress.DONE.value)),
                default=Value(Progress.ACCEPTED.value),
                output_field=models.CharField(),
            )
        )

    def called(self, text: str) -> HireQuerySet:
        """Those whose name or address holds `text`."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else self

    def of(self, progress: str) -> HireQuerySet:
        """Those of this progress; on `progressed` hires."""
        return self.filter(Q(progress=progress))

    def soonest_first(self, *, on: date) -> HireQuerySet:
        """By first working day: those to come, the next one first, then those that are past."""
        coming = Case(When(starts_on__gte=on, then=F("starts_on")))
        return self.order_by(coming.asc(nulls_last=True), F("starts_on").desc(), "name", "id")

    def counted(self) -> dict[str, int]:
        """How many there are of each progress; one query, on `progressed` hires."""
        found = self.order_by().values_list("progress").annotate(n=Count("pk"))
        return dict(found.values_list("progress", "n"))

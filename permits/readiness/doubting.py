"""What the office thinks of the papers of a coming visit."""

from datetime import datetime

from permits.desk.noting import locked
from permits.desk.refusals import ChangedSince, NotExpected
from permits.models import PaperCheck, Visit
from permits.readiness.reading import Paper, readiness_of
from rotonde.accounts.models import User


def doubt(*, visit: Visit, paper: str, doubt: str, at: datetime, by: User) -> None:
    """Mark a paper, by its name in `Readiness.items`, as doubtful; the visitor reads why.

    Raises NotExpected where the visit is not booked, ChangedSince where the paper is not, or no
    longer, asked for.
    """
    with locked(visit) as found:
        item = _asked_for(found, paper)
        PaperCheck.objects.update_or_create(
            attendee=item.attendee,
            requirement=(item.check or item).requirement,
            defaults={"doubt": doubt, "doubted_at": at, "doubted_by": by},
        )


def settle_doubt(*, visit: Visit, paper: str) -> bool:
    """The paper is in order after all; whether it had been doubted. Raises as `doubt` does."""
    with locked(visit) as found:
        item = _asked_for(found, paper)
        if item.check is None:
            return False
        known = PaperCheck.objects.filter(pk=item.check.pk).exclude(doubt="")
        return known.update(doubt="", doubted_at=None, doubted_by=None) > 0


def _asked_for(visit: Visit, paper: str) -> Paper:
    if visit.state != Visit.State.BOOKED:
        raise NotExpected
    item = readiness_of(visit).items.get(paper)
    if not isinstance(item, Paper):
        raise ChangedSince
    return item

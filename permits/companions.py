"""Names who comes along with a party, also after it booked: an interpreter falls ill, too."""

from datetime import datetime

from django.db import transaction

from permits.days import lock_days
from permits.models import Companion, Visit
from permits.refusals import NotBooked, VisitStarted


def accompany(*, visit: Visit, companion: Companion | None, at: datetime) -> Visit:
    """Put `companion` (not saved yet; None: nobody) in the place of whoever was named before.

    Raises NotBooked where the visit is not, or no longer, booked; VisitStarted once it has begun.
    """
    with transaction.atomic():
        lock_days([(visit.center_id, visit.date)])
        visit = Visit.objects.get(pk=visit.pk)
        if visit.state != Visit.State.BOOKED:
            raise NotBooked
        if visit.starts_at <= at:
            raise VisitStarted(visit)
        Companion.objects.filter(visit=visit).delete()
        if companion:
            companion.visit = visit
            companion.save(force_insert=True)
    return visit

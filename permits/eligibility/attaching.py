"""Keeps answers with a visit that was booked without them, or corrects those it has."""

from datetime import datetime

from permits.desk.noting import locked
from permits.eligibility.telling import Told
from permits.models import Visit
from permits.refusals import NotBooked, VisitStarted


def attach(*, visit: Visit, told: Told, at: datetime) -> Visit:
    """Let the visit be prepared by what was told, until it begins; said twice it is said once.

    Nothing else of the visit changes: neither its time, nor who comes, nor what for. What was
    ticked in the list stays ticked. Raises NotBooked, VisitStarted.
    """
    with locked(visit) as found:
        if found.state != Visit.State.BOOKED:
            raise NotBooked
        if found.starts_at <= at:
            raise VisitStarted(found)
        found.rule_set, found.answers = told.rule_set, told.answers
        found.save(update_fields=["rule_set", "answers"])
    return found

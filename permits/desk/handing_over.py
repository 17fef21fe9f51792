"""One officer is through with a party and hands it over to the next."""

from datetime import datetime

from django.db import transaction

from permits.desk.noting import OUTCOMES, Action, enter, expected_today, last_entry, locked, settle
from permits.desk.refusals import AlreadyNoted
from permits.models import Officer, Step, Visit
from rotonde.accounts.models import User


def hand_over(*, step: Step, note: str = "", at: datetime, by: User) -> Officer | None:
    """Everything that is open with the officer of `step` is done; whose turn it is then.

    `note` is for the colleague. Raises AlreadyNoted where it was done before, NotToday,
    NotExpected.
    """
    with transaction.atomic(), locked(step.visit) as visit:
        expected_today(visit, at)
        officer = step.officer_id
        own = list(visit.steps.filter(officer=officer, outcome="").order_by("first_cell"))
        if not own:
            raise AlreadyNoted(last_entry(visit, *OUTCOMES, step=step))
        enter(visit, Action.HANDED, at=at, by=by, step=step, note=note)
        for each in own:
            settle(step=each, outcome=Step.Outcome.DONE, at=at, by=by)
        return _next_officer(visit)


def _next_officer(visit: Visit) -> Officer | None:
    left = visit.steps.filter(outcome="").select_related("officer__agency")
    step = left.order_by("first_cell").first()
    return step.officer if step else None

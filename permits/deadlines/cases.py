"""Keeps somebody's deadlines with their account: saved, reckoned anew, done, forgotten."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from permits.deadlines.reckoning import Due
from permits.deadlines.situations import Situation, reckoning, situation_of
from permits.models import Anchor, Case, Deadline
from rotonde.accounts.models import User

# Terms are counted where they are due.
ZONE = ZoneInfo("Europe/Brussels")


@transaction.atomic
def keep(*, account: User, situation: Situation, at: datetime) -> Case:
    """Save what somebody told, and the deadlines that follow; in place of what was saved before.

    What was done stays done unless its date changed.
    """
    # The account is the lock: two windows that save at once do so one after the other.
    User.objects.select_for_update().get(pk=account.pk)
    dates = {name: situation.known.get(name) for name in Anchor.values}
    case, _new = Case.objects.update_or_create(
        account=account,
        defaults={
            "group": situation.group,
            "basis": situation.basis,
            "card": situation.card,
            "municipality": situation.municipality,
            "changed_at": at,
            **dates,
        },
    )
    _write(case, situation, at=at)
    return case


def reckon_anew(*, at: datetime) -> int:
    """Bring all kept deadlines up to the rules of today; how many cases there are.

    A rule that staff corrected, or a new version of it, reaches those who saved before.
    """
    keys = list(Case.objects.values_list("account_id", flat=True))
    for key in keys:
        _reckon_anew(key, at=at)
    return len(keys)


@transaction.atomic
def _reckon_anew(account_id: int, *, at: datetime) -> None:
    if not User.objects.select_for_update().filter(pk=account_id).exists():
        return
    case = Case.objects.select_related("municipality").filter(account=account_id).first()
    if case is not None:
        _write(case, situation_of(case), at=at)


def settle(*, deadline: Deadline, done: bool, at: datetime) -> None:
    """Note that a deadline is met (nobody is reminded any more), or not after all."""
    Deadline.objects.filter(pk=deadline.pk).update(done_at=at if done else None)


def forget(*, account: User) -> None:
    """Remove everything kept about somebody's deadlines."""
    Case.objects.filter(account=account).delete()


def deadlines_of(account: User) -> QuerySet[Deadline]:
    """What is kept for an account, the most urgent first."""
    own = Deadline.objects.filter(case__account=account)
    return own.select_related("rule__guide").order_by("act_by", "rule__position")


def _write(case: Case, situation: Situation, *, at: datetime) -> None:
    """Make the rows of a case say what its situation means today."""
    found = reckoning(situation, on=at.astimezone(ZONE).date())
    # By code: a new version of a rule that comes to the same date leaves what was done as done.
    before = {row.rule.code: row for row in case.deadlines.select_related("rule")}
    for due in found.dated:
        rule = found.rules[due.code]
        row = before.pop(due.code, None)
        if row is None:
            Deadline.objects.create(case=case, rule=rule, known_since=at, **_dates(due))
        elif not _same(row, due):
            fresh = {"done_at": None, "known_since": at, "rule": rule, **_dates(due)}
            Deadline.objects.filter(pk=row.pk).update(**fresh)
        elif row.rule_id != rule.pk:
            Deadline.objects.filter(pk=row.pk).update(rule=rule)
    case.deadlines.filter(pk__in=[row.pk for row in before.values()]).delete()


def _same(row: Deadline, due: Due) -> bool:
    return all(getattr(row, name) == value for name, value in _dates(due).items())


def _dates(due: Due) -> dict[str, Any]:
    return {
        "anchor": due.anchor,
        "anchor_on": due.anchor_on,
        "opens_on": due.opens_on,
        "due_on": due.due_on,
        "act_by": due.act_by,
    }

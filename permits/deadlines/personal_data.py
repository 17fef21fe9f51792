"""What deadlines keep about a person: told and erased whole, and not kept for ever."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from permits.deadlines import cases
from permits.models import Anchor, Case
from rotonde.accounts.personal_data import Keeper, Person, register

_ANSWERS = ("group", "basis", "card", *Anchor.values, "changed_at")


def register_keepers() -> None:
    register(Keeper("deadlines", _tell, _erase, _purge))


def _tell(person: Person) -> dict[str, Any] | None:
    case = Case.objects.select_related("municipality").filter(account=person.account).first()
    if person.account is None or case is None:
        return None
    return {
        **{name: getattr(case, name) for name in _ANSWERS},
        "municipality": case.municipality.nis_code if case.municipality else None,
        "deadlines": [
            {
                "rule": each.rule.code,
                "counted_from": each.anchor,
                "on": each.anchor_on,
                "act_by": each.act_by,
                "due_on": each.due_on,
                "done_at": each.done_at,
            }
            for each in cases.deadlines_of(person.account)
        ],
    }


def _erase(person: Person, at: datetime) -> int:
    return Case.objects.filter(account=person.account).delete()[0] if person.account else 0


def _purge(at: datetime, dry_run: bool) -> int:
    """Cases nobody touched for as long as visits are kept, with nothing still to come."""
    old = Case.objects.filter(changed_at__lt=at - timedelta(settings.VISIT_RETENTION_DAYS)).exclude(
        deadlines__act_by__gte=at.date()
    )
    count = old.count()
    if not dry_run:
        old.delete()
    return count

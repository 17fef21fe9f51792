"""What the waiting list keeps about a person: told in full, and gone some time after it ended."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from permits.models import WaitingParty
from permits.models.waiting import WaitingPartyQuerySet
from permits.waiting.joining import leave
from rotonde.accounts.personal_data import Keeper, Person, register


def register_keepers() -> None:
    register(Keeper("waiting list", _tell, _erase, _purge))


def parties_of(person: Person) -> WaitingPartyQuerySet:
    """Every entry of `person`, by account or by an address of theirs."""
    by_account = Q(account=person.account) if person.account else Q(pk__in=[])
    return WaitingParty.objects.filter(person.written_to("email") & Q(account=None) | by_account)


def _tell(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "center": waiting.center.slug,
            "state": waiting.state,
            "from": waiting.from_date,
            "until": waiting.until_date,
            "part": waiting.part,
            "notice_hours": waiting.notice_hours,
            "email": waiting.email,
            "language": waiting.language,
            "joined_at": waiting.joined_at,
            "ended_at": waiting.ended_at,
            "people": [
                {
                    "name": each.name,
                    "kind": each.kind,
                    "procedures": [procedure.slug for procedure in each.procedures.all()],
                }
                for each in waiting.people.prefetch_related("procedures")
            ],
            "offers": [
                {
                    "from": offer.hold.starts_at,
                    "offered_at": offer.offered_at,
                    "state": offer.state,
                    "settled_at": offer.settled_at,
                }
                for offer in waiting.offers.select_related("hold")
            ],
        }
        for waiting in parties_of(person).select_related("center")
    ]


def _erase(person: Person, at: datetime) -> int:
    """Pass on what they are offered, and forget them."""
    return _forget(parties_of(person), at)


def _purge(at: datetime, dry_run: bool) -> int:
    over = at - timedelta(settings.WAITING_RETENTION_DAYS)
    old = WaitingParty.objects.filter(ended_at__lt=over)
    return old.count() if dry_run else _forget(old, at)


@transaction.atomic
def _forget(parties: WaitingPartyQuerySet, at: datetime) -> int:
    keys = list(parties.values_list("pk", "code"))
    for _pk, code in keys:
        leave(code=code, at=at)
    WaitingParty.objects.filter(pk__in=[pk for pk, _code in keys]).delete()
    return len(keys)

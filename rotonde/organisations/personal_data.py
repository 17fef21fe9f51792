"""What organisations keep about a person: for whom they speak."""

from datetime import datetime
from typing import Any

from rotonde.accounts.personal_data import Keeper, Person, register
from rotonde.organisations.models import Membership


def register_keepers() -> None:
    register(Keeper("memberships", _tell, _erase))


def _tell(person: Person) -> list[dict[str, Any]]:
    own = Membership.objects.filter(user=person.account) if person.account else []
    return [
        {
            "organisation": membership.organisation.name,
            "role": membership.role,
            "valid_from": membership.valid_from,
            "valid_until": membership.valid_until,
        }
        for membership in own
    ]


def _erase(person: Person, at: datetime) -> int:
    return Membership.objects.filter(user=person.account).delete()[0] if person.account else 0

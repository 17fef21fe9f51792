"""What services keep about a person: the menu of their account."""

from datetime import datetime
from typing import Any

from rotonde.accounts.personal_data import Keeper, Person, register
from services.menus.keeping import refs_in
from services.menus.models import Menu


def register_keepers() -> None:
    register(Keeper("menu", _tell, _erase))


def _tell(person: Person) -> dict[str, Any] | None:
    own = Menu.objects.of_account(person.account).first() if person.account else None
    if own is None:
        return None
    return {
        "entries": [str(ref) for ref in refs_in(own)],
        "shared": own.code is not None,
        "made_at": own.made_at,
        "changed_at": own.changed_at,
    }


def _erase(person: Person, at: datetime) -> int:
    """A company's menus stay the company's; nothing in them tells who made them."""
    if person.account is None:
        return 0
    return Menu.objects.of_account(person.account).delete()[0]

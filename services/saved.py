"""Services somebody wants to find again."""

from datetime import datetime
from typing import Any

from rotonde.accounts.models import User
from rotonde.accounts.personal_data import Keeper, Person, register
from services.models import SavedService, Service


def save(*, user: User, service: Service, at: datetime) -> SavedService:
    """Keep `service` for `user`; one that is kept already stays as it is."""
    kept, _new = SavedService.objects.get_or_create(
        user=user, service=service, defaults={"saved_at": at}
    )
    return kept


def forget(*, user: User, service: Service) -> bool:
    """Keep `service` no longer; whether it was kept."""
    gone, _each = SavedService.objects.filter(user=user, service=service).delete()
    return gone > 0


def is_saved(user: object, service: Service) -> bool:
    """Whether somebody signed in keeps `service`."""
    if not isinstance(user, User):
        return False
    return SavedService.objects.filter(user=user, service=service).exists()


def register_keepers() -> None:
    register(Keeper("saved services", _tell, _erase))


def _tell(person: Person) -> list[dict[str, Any]]:
    if person.account is None:
        return []
    saved = SavedService.objects.filter(user=person.account).select_related("service")
    return [{"service": each.service.public_id, "saved_at": each.saved_at} for each in saved]


def _erase(person: Person, at: datetime) -> int:
    return SavedService.objects.filter(user=person.account).delete()[0] if person.account else 0

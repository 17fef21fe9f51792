"""What the desk for translations is to know of centers: their texts are their managers'."""

from typing import Any

from permits.desk.access import MANAGERS, centers_of
from permits.models import Agency, Center, Closure
from rotonde.translations.kinds import Kind, register


def register_translated() -> None:
    register(Kind(Center, own=_centers))
    register(Kind(Agency, own=_agencies))
    register(Kind(Closure, own=_closures))


def _centers(user: Any) -> Any:
    return Center.objects.filter(pk__in=centers_of(user, MANAGERS).values("pk"))


def _agencies(user: Any) -> Any:
    return Agency.objects.filter(center__in=_centers(user))


def _closures(user: Any) -> Any:
    return Closure.objects.filter(center__in=_centers(user))

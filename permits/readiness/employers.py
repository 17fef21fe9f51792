"""The way to whoever booked a visit for a person they hire, without knowing who that is.

The app that keeps employers registers it in its `apps.ready()`.
"""

from dataclasses import dataclass
from typing import Protocol

from permits.models import PaperRequest, Visit


class Way(Protocol):
    """How the employer behind a visit is asked."""

    def is_there(self, visit: Visit) -> bool:
        """Whether an employer is behind the visit and the person lets them know of it."""

    def tell(self, request: PaperRequest) -> bool:
        """Queue the message, in the caller's transaction; whether there was one to tell."""


@dataclass
class _Registered:
    way: Way | None = None


_registered = _Registered()


def register_way(way: Way) -> None:
    """Let `way` be how employers are asked; there is one."""
    _registered.way = way


def has_employer(visit: Visit) -> bool:
    """Whether there is an employer the person could let us ask."""
    way = _registered.way
    return way is not None and visit.origin == Visit.Origin.EMPLOYER and way.is_there(visit)


def may_ask_employer(visit: Visit) -> bool:
    """Whether the person has said so, and still lets the employer know of the visit."""
    return visit.ask_employer and has_employer(visit)


def tell_employer(request: PaperRequest) -> bool:
    way = _registered.way
    return way is not None and may_ask_employer(request.visit) and way.tell(request)

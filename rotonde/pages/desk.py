"""The frame of the desk: its pages side by side, each shown to whom it is open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from permits.desk.access import MANAGERS, OUTBOX, centers_of, officers_of
from rotonde.accounts.roles import STAFF, Role, has_role


@dataclass(frozen=True)
class Door:
    """A page of the desk in its navigation."""

    label: str
    url: str
    icon: str
    current: bool = False


def works_at_a_desk(user: object) -> bool:
    """Whether the desk is open to `user` at all; no query for who is no staff."""
    return bool(getattr(user, "is_staff", False)) and centers_of(user).exists()


def navigation(request: HttpRequest) -> list[Door]:
    """The doors that open to whoever asks."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    doors = []
    if works_at_a_desk(user):
        doors += [
            _door(request, _("Day board"), "desk:board", "calendar"),
            _door(request, _("Preparation"), "desk:preparation", "check-circle"),
            _door(request, _("Book for somebody"), "desk:book", "plus"),
            _door(request, _("Questions"), "desk:questions", "speech"),
        ]
        if centers_of(user, OUTBOX).exists():
            doors.append(_door(request, _("Outbox"), "desk:outbox", "mail"))
        if centers_of(user, MANAGERS).exists():
            doors += [
                _door(request, _("Roster"), "desk:roster", "clock"),
                _door(request, _("Reception"), "desk:reception", "hand"),
                _door(request, _("Figures"), "desk:figures", "clock"),
            ]
        if officers_of(user).exists():
            doors.append(_door(request, _("My calendar"), "desk:feeds", "calendar"))
    if has_role(user, Role.EDITOR, Role.MANAGER):
        doors += [
            _door(request, _("Rules"), "desk:rules", "scales"),
            _door(request, _("Data"), "desk:data", "map"),
            _door(request, _("Languages"), "desk:languages", "language"),
            _door(request, _("Municipalities"), "desk:municipalities", "pin"),
        ]
    if user.is_staff and has_role(user, *STAFF):
        doors.append(_door(request, _("Editing"), "admin:index", "edit"))
    return doors


def _door(request: HttpRequest, label: str, name: str, icon: str) -> Door:
    url = reverse(name)
    here = request.path == url or (name != "desk:board" and request.path.startswith(url))
    return Door(label, url, icon, here)

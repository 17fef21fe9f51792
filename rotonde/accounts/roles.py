"""Roles: what people are to the portal, and what that lets them edit.

A role is a group of the same name. What a role may edit in the admin is said by the app that owns
the models, in its `apps.ready()`; the rights are laid out whenever the database is migrated.
Whose organisation, whose center: that is not a matter of roles but of memberships.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _

from rotonde.accounts.models import User

ACTIONS = ("view", "add", "change", "delete")


class Role(models.TextChoices):
    NEWCOMER = "newcomer", _("Newcomer")
    OFFICER = "officer", _("Officer")
    HOST = "host", _("Host at reception")
    EDITOR = "editor", _("Editor")
    MANAGER = "manager", _("Center manager")
    EMPLOYER = "employer", _("Employer")
    AGENT = "relocation agent", _("Relocation agent")
    ORGANISER = "organiser", _("Organiser")


# Who works at the desk of a center.
DESK = frozenset({Role.OFFICER, Role.HOST, Role.MANAGER})
# Who may sign in to the admin; a second factor is recommended to them.
STAFF = DESK | {Role.EDITOR}

_edits: dict[str, set[tuple[str, str, str]]] = defaultdict(set)


def may_edit(role: Role, *edited: type[models.Model], actions: Iterable[str] = ACTIONS) -> None:
    """Let everyone in `role` do `actions` to these models in the admin."""
    for model in edited:
        meta = model._meta
        _edits[role].update((meta.app_label, meta.model_name or "", action) for action in actions)


def lay_out(sender: AppConfig, **kwargs: object) -> None:
    """After a migration: every role has its group, and its rights over the models of `sender`."""
    using = str(kwargs.get("using", "default"))
    for role in Role:
        wanted = {
            f"{action}_{model}" for label, model, action in _edits[role] if label == sender.label
        }
        group, _made = Group.objects.using(using).get_or_create(name=role.value)
        granted = Permission.objects.using(using).filter(
            content_type__app_label=sender.label, codename__in=wanted
        )
        group.permissions.add(*granted)


def has_role(user: object, *roles: Role) -> bool:
    """Whether somebody signed in has any of `roles`; an administrator has them all."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.is_superuser or not user.role_names.isdisjoint(roles)


def assign(user: User, role: Role) -> None:
    """Give `user` a role; staff roles open the admin."""
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    user.__dict__.pop("role_names", None)
    if role in STAFF and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])

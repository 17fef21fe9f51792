"""Becoming somebody the portal knows."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from rotonde.accounts.models import User
from rotonde.accounts.roles import Role


@transaction.atomic
def welcome(*, user: User, language: str, at: datetime) -> User:
    """Make a new account a newcomer's: addressed in the language it was made in, with consent."""
    user.language = language
    user.consent_at = at
    user.save(update_fields=["language", "consent_at"])
    user.groups.add(Group.objects.get_or_create(name=Role.NEWCOMER)[0])
    return user

"""Whose entries somebody may propose to change."""

from datetime import date

from django.db.models import QuerySet

from rotonde.accounts.access import found_or_404
from rotonde.accounts.models import User
from rotonde.organisations.models import Membership
from services.models import Service


def entries_of(user: User, *, on: date) -> QuerySet[Service]:
    """The entries, also hidden ones, of every organisation `user` is a member of on the day `on`.

    In whatever role: nothing changes before an editor has read it. "Service provider" is the role
    of who hires nobody and organises nothing.
    """
    own = Membership.objects.valid(on=on).filter(user=user)
    return Service.objects.filter(organisation__in=own.values("organisation"))


def entry_for(user: User, public_id: str, *, on: date) -> Service:
    """The entry of this id, if it is one of theirs. Raises Http404."""
    return found_or_404(entries_of(user, on=on), public_id=public_id)

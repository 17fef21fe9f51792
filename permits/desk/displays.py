"""The screen in the waiting room: one secret address for each center, which can be taken away."""

import secrets
from datetime import datetime

from django.db import transaction

from permits.models import Center, Display
from rotonde.accounts.models import User


def live_display(center: Center) -> Display | None:
    """The screen of `center`, if it has one."""
    return Display.objects.filter(center=center, revoked_at=None).first()


def open_display(*, center: Center, at: datetime, by: User) -> Display:
    """A new secret address; the one before shows nothing any more."""
    with transaction.atomic():
        # The center is the lock: two who click at once leave one screen.
        Center.objects.select_for_update().get(pk=center.pk)
        _revoke(center, at)
        return Display.objects.create(center=center, token=secrets.token_urlsafe(16), at=at, by=by)


def revoke_display(*, center: Center, at: datetime) -> bool:
    """Let the screen show nothing any more; whether there was one."""
    return _revoke(center, at) > 0


def _revoke(center: Center, at: datetime) -> int:
    return Display.objects.filter(center=center, revoked_at=None).update(revoked_at=at)

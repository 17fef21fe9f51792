"""Gives out, renews and revokes the secret addresses of an officer's feeds."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import Http404

from permits.models import CenterStaff, Feed, Officer
from rotonde.accounts.models import User


def live_feeds(officer: Officer) -> dict[str, Feed]:
    """The addresses that open something now, by kind."""
    return {feed.kind: feed for feed in Feed.objects.filter(officer=officer, revoked_at=None)}


def renew(*, officer: Officer, kind: Feed.Kind, at: datetime, by: User) -> Feed:
    """A new address; the one before opens nothing any more."""
    with transaction.atomic():
        # The officer is the lock: two who click at once leave one address.
        Officer.objects.select_for_update().get(pk=officer.pk)
        _revoke(officer, kind, at)
        token = secrets.token_urlsafe(16)
        return Feed.objects.create(officer=officer, kind=kind, token=token, at=at, by=by)


def revoke(*, officer: Officer, kind: Feed.Kind, at: datetime) -> bool:
    """Let an address open nothing any more; whether there was one."""
    return _revoke(officer, kind, at) > 0


def feed_of(token: str) -> Feed:
    """The feed of this address, while its officer still works there. Raises Http404."""
    works_there = CenterStaff.objects.filter(
        user=OuterRef("by"), center=OuterRef("officer__agency__center")
    )
    found = Feed.objects.select_related("officer__agency__center__place").filter(
        Exists(works_there),
        token=token,
        revoked_at=None,
        officer__active=True,
        officer__user=F("by"),
        by__is_active=True,
    )
    feed = found.first()
    if feed is None:
        raise Http404
    return feed


def _revoke(officer: Officer, kind: Feed.Kind, at: datetime) -> int:
    own = Feed.objects.filter(officer=officer, kind=kind, revoked_at=None)
    return own.update(revoked_at=at)

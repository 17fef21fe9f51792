"""After an organisation changed: whoever shows it keeps in step.

An organisation knows nobody who shows it. An app that does registers what follows from a change,
in its `apps.ready()`.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from rotonde.organisations.models import Organisation

Follower = Callable[[Organisation, datetime], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Let `follower` hear of each change, in the transaction that makes it; each once."""
    if follower not in _followers:
        _followers.append(follower)


@transaction.atomic
def record_change(organisation: Organisation, *, at: datetime) -> None:
    """Tell everybody who shows `organisation` that it was written."""
    for follower in _followers:
        follower(organisation, at)

"""What events keep about a person: registrations, told in full, erased to the seats they took."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from events import registration
from events.access import registrations_of
from events.models import Registration
from events.querysets import RegistrationQuerySet
from rotonde.accounts.personal_data import Keeper, Person, register

NOBODY = "—"
# Limits count no further back; where somebody registered from is nobody's business after that.
TRACES = timedelta(days=1)
# Each its own: two registrations of one date may not share an address.
_NO_ADDRESS = "erased-{}@invalid"


def register_keepers() -> None:
    register(Keeper("registrations", _tell, _erase, _purge))


def _tell(person: Person) -> list[dict[str, Any]]:
    own = registrations_of(person).select_related("occurrence__event").prefetch_related("entries")
    return [_told(each) for each in own]


def _told(each: Registration) -> dict[str, Any]:
    return {
        "event": each.occurrence.event.slug,
        "from": each.occurrence.starts_at,
        "until": each.occurrence.ends_at,
        "state": each.state,
        "name": each.name,
        "email": each.email,
        "language": each.language,
        "adults": each.adults,
        "children": each.children,
        "registered_at": each.created_at,
        "entries": [{"what": entry.action, "at": entry.at} for entry in each.entries.all()],
    }


def _erase(person: Person, at: datetime) -> int:
    """Give seats to come to others; take the person out of the rest."""
    own = registrations_of(person)
    coming = own.live().filter(occurrence__starts_at__gt=at)
    for code in list(coming.values_list("code", flat=True)):
        registration.withdraw(code=code, at=at)
    return _make_nameless(own)


def _purge(at: datetime, dry_run: bool) -> int:
    over = at - timedelta(settings.REGISTRATION_RETENTION_DAYS)
    old = Registration.objects.filter(occurrence__ends_at__lt=over).exclude(name=NOBODY)
    if dry_run:
        return old.count()
    traces = Registration.objects.filter(created_at__lt=at - TRACES)
    traces.exclude(address_hash="").update(address_hash="")
    return _make_nameless(old)


@transaction.atomic
def _make_nameless(registrations: RegistrationQuerySet) -> int:
    """Take names, addresses and private links out; how many."""
    keys = list(registrations.values_list("pk", flat=True))
    for key in keys:
        # The old link must open nothing.
        Registration.objects.filter(pk=key).update(
            name=NOBODY,
            email=_NO_ADDRESS.format(key),
            account=None,
            form_key=None,
            address_hash="",
            code=secrets.token_urlsafe(16),
        )
    return len(keys)

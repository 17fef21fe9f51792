"""Limits against people who take seats for nobody; how narrow they are is set in the environment.

They are counted, not reserved: requests that race each other may slip one past a limit. That
costs nobody a seat that they could not have taken a moment before.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from events.refusals import TooManyFromHere, TooManyRegistrations

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# No more are counted than decide.
_FROM_HERE = """
    SELECT count(*), count(*) FILTER (WHERE created_at > %(hour)s)
    FROM (
        SELECT created_at FROM events_registration
        WHERE address_hash = %(address)s AND address_hash <> '' AND created_at > %(day)s
        ORDER BY created_at DESC LIMIT %(most)s
    ) AS latest
"""


def hashed(address: str) -> str:
    """A network address as a keyed hash: enough to count by, not enough to know by."""
    if not address:
        return ""
    return salted_hmac("events.limits.address", address, algorithm="sha256").hexdigest()


def check_mail(registered: Sequence[datetime], *, at: datetime) -> None:
    """Nobody's mailbox is filled by strangers: `registered` is when this mail address did.

    Raises TooManyRegistrations when it has had its share of an hour or a day.
    """
    lately = sum(moment > at - _HOUR for moment in registered)
    today = sum(moment > at - _DAY for moment in registered)
    if (
        lately >= settings.REGISTRATIONS_PER_MAIL_PER_HOUR
        or today >= settings.REGISTRATIONS_PER_MAIL_PER_DAY
    ):
        raise TooManyRegistrations


def check_address(address_hash: str, *, at: datetime) -> None:
    """Raise TooManyFromHere when this network address has had its share of an hour or a day."""
    if not address_hash:
        return
    hourly, daily = (
        settings.REGISTRATIONS_PER_ADDRESS_PER_HOUR,
        settings.REGISTRATIONS_PER_ADDRESS_PER_DAY,
    )
    asked: dict[str, Any] = {
        "address": address_hash,
        "hour": at - _HOUR,
        "day": at - _DAY,
        "most": max(hourly, daily),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FROM_HERE, asked)
        today, lately = cursor.fetchone()
    if lately >= hourly or today >= daily:
        raise TooManyFromHere

"""Limits against people who would harvest times; how narrow they are is set in the environment.

They are counted, not reserved: requests that race each other on different days may slip one past
a count. That costs nobody a visit. One live combined visit for each person is more than a count:
whoever is about to get one is locked, and two confirmations at once never both get it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils.crypto import salted_hmac

from permits.cells import CELL_SECONDS
from permits.models import Visit, WaitingParty
from permits.refusals import HasVisit, TooManyHolds, TooManyVisits
from rotonde.accounts.models import User

# Staff and employers book for others, and know why.
BY_ONESELF = (Visit.Origin.WEB, Visit.Origin.API, Visit.Origin.WAITING)
# Mail hosts to which dots in the name are nothing.
_DOTLESS = {"gmail.com", "googlemail.com"}

# In SQL because they are asked while everybody else waits for the day.
_HOLDS = """
    SELECT count(*) FILTER (WHERE created_at > %(day)s),
        count(*) FILTER (WHERE created_at > %(hour)s),
        count(*) FILTER (WHERE state = 'held' AND hold_expires_at > %(at)s)
    FROM permits_visit WHERE address_hash = %(address)s AND address_hash <> ''
"""
_OF_PERSON = """
    SELECT (
        SELECT count(*) FROM permits_visit
        WHERE (upper(email) = upper(%(email)s) OR mail_key = %(mail)s)
            AND confirmed_at > %(since)s AND id <> %(held)s
    ), ARRAY(
        SELECT id FROM permits_visit
        WHERE (mail_key = %(mail)s OR account_id = %(account)s)
            AND state = 'booked' AND end_cell > %(now)s
            AND id <> ALL(%(party)s) AND (beside_id IS NULL OR beside_id <> ALL(%(party)s))
    )
"""


def hashed(address: str) -> str:
    """A network address as a keyed hash: enough to count by, not enough to know by."""
    return _keyed("address", address)


def block_of(address: str) -> str:
    """The neighbourhood of a network address, as a keyed hash: /24, or /48 in IPv6."""
    try:
        version = ip_address(address).version
    except ValueError:
        return hashed(address)
    return hashed(str(ip_network(f"{address}/{24 if version == 4 else 48}", strict=False)))


def mail_key(email: str) -> str:
    """The same for every way of writing one person's address: case, +labels, idle dots."""
    name, _at, host = email.strip().lower().rpartition("@")
    name = name.partition("+")[0]
    if host in _DOTLESS:
        name, host = name.replace(".", ""), "gmail.com"
    return _keyed("mail", f"{name}@{host}" if name else "")


def check_holds(address_hash: str, *, at: datetime) -> None:
    """Raise TooManyHolds when this address has had its share."""
    if not address_hash:
        return
    since = {"hour": at - timedelta(hours=1), "day": at - timedelta(days=1)}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS, {"at": at, "address": address_hash, **since})
        of_the_day, lately, still_open = cursor.fetchone()
    if (
        of_the_day >= settings.HOLDS_PER_ADDRESS_PER_DAY
        or lately >= settings.HOLDS_PER_ADDRESS_PER_HOUR
        or still_open >= settings.HOLDS_OPEN_PER_ADDRESS
    ):
        raise TooManyHolds


def check_waiting(email: str, *, at: datetime) -> None:
    """Raise TooManyVisits when this mail address has joined waiting lists too often in a day."""
    joined = WaitingParty.objects.filter(email__iexact=email, joined_at__gt=at - timedelta(days=1))
    if joined.count() >= settings.VISITS_PER_MAIL_PER_DAY:
        raise TooManyVisits


def check_person(held: Visit, email: str, account: User | None, *, at: datetime) -> None:
    """Raise TooManyVisits or HasVisit where the person who confirms `held` has had their share.

    TooManyVisits: this mail address has confirmed so many within a day. HasVisit: it would be a
    second combined visit to come of one person, who is known by the mail address and by the
    account; the two visits of a party that comes in two count as one. To be asked in the
    transaction that confirms, after locking the day.
    """
    by_oneself = held.origin in BY_ONESELF
    if by_oneself:
        keys = [f"mail {mail_key(email)}"] if email else []
        keys += [f"account {account.pk}"] if account else []
        for key in sorted(keys):
            _lock_person(key)
    confirmed, others = _of_person(held, email, account, at)
    if email and confirmed >= settings.VISITS_PER_MAIL_PER_DAY:
        raise TooManyVisits
    # Hardly ever is there another at all.
    if by_oneself and others and _combined(others) and _combined([held.pk]):
        raise HasVisit


def _of_person(
    held: Visit, email: str, account: User | None, at: datetime
) -> tuple[int, Sequence[int]]:
    """How many visits were confirmed in a day, and which (id) are to come, but for this party."""
    asked: dict[str, Any] = {
        "email": email or None,
        "mail": mail_key(email) if email else None,
        "since": at - timedelta(days=1),
        "held": held.pk,
        "account": account.pk if account else None,
        "now": int(at.timestamp()) // CELL_SECONDS,
        "party": [pk for pk in (held.pk, held.beside_id) if pk],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSON, asked)
        confirmed, others = cursor.fetchone()
    return confirmed, others


def _combined(visits: Sequence[int]) -> bool:
    """Whether one of these visits (id) goes to both authorities."""
    kinds = Count("steps__procedure__agency_kind", distinct=True)
    found = Visit.objects.filter(pk__in=visits).order_by().annotate(kinds=kinds)
    return found.filter(kinds__gt=1).exists()


def _lock_person(key: str) -> None:
    """Until the commit nobody else books for this person. Taken last: nobody waits in a ring."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _keyed(what: str, value: str) -> str:
    if not value:
        return ""
    return salted_hmac(f"permits.limits.{what}", value, algorithm="sha256").hexdigest()

"""One writer per center and day: whoever changes anything of a day locks its row first."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from permits.models import Center, CenterDay

# The row of a day nobody has touched yet is made on the way.
_LOCK = """
    INSERT INTO permits_centerday AS day (center_id, date, version, last_ticket)
    VALUES (%s, %s, 1, 0)
    ON CONFLICT (center_id, date) DO UPDATE SET version = day.version + 1
"""

# A hold that a power cut takes back was a promise of ten minutes: its commit, and with it the lock
# of the day, does not wait for the disk. The next commit of anybody writes it down.
_LOCK_FOR_A_WHILE = f"{_LOCK} RETURNING set_config('synchronous_commit', 'off', true)"

_LOCK_AND_DRAW = """
    INSERT INTO permits_centerday AS day (center_id, date, version, last_ticket)
    VALUES (%s, %s, 1, 1)
    ON CONFLICT (center_id, date) DO UPDATE
        SET version = day.version + 1, last_ticket = day.last_ticket + 1
    RETURNING last_ticket
"""

_TICKET = """
    UPDATE permits_centerday SET last_ticket = last_ticket + 1
    WHERE center_id = %s AND date = %s
    RETURNING last_ticket
"""


def lock_days(days: Iterable[tuple[int, date]], *, for_a_hold: bool = False) -> None:
    """Raise the version of these (center id, day), and keep them locked until the commit.

    To be called first in a transaction and once: days are taken one by one in a fixed order, so
    two writers can never wait for each other. `for_a_hold`: what is written is forgotten in ten
    minutes, so its commit need not wait for the disk; never where more than the hold is written.
    """
    with connection.cursor() as cursor:
        for day in sorted(set(days)):
            cursor.execute(_LOCK_FOR_A_WHILE if for_a_hold else _LOCK, day)


def lock_and_draw(center_id: int, day: date) -> str:
    """Lock that one day as `lock_days` does, and draw its next ticket."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_AND_DRAW, [center_id, day])
        (number,) = cursor.fetchone()
    return ticket(number)


def versions(center: Center) -> dict[date, int]:
    """How often each day of the center was changed; a day nobody has touched yet is left out."""
    return dict(CenterDay.objects.filter(center=center).values_list("date", "version"))


def next_ticket(center_id: int, day: date) -> str:
    """A ticket nobody else has that day, short enough to be called out: A01 … A99, B01 …

    The day must be locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TICKET, [center_id, day])
        (number,) = cursor.fetchone()
    return ticket(number)


def ticket(number: int) -> str:
    """How the ticket with this number (from 1) is written."""
    letter, rest = divmod(number - 1, 99)
    return f"{chr(ord('A') + letter)}{rest + 1:02}"


def local_day(center: Center, instant: datetime) -> date:
    """The day it is at the center at `instant`."""
    return instant.astimezone(ZoneInfo(center.time_zone)).date()

"""One process that books in libres, as its documentation asks for.

All processes name the same context, because the name is part of what identifies a calendar; and
libres runs in serializable transactions, so whoever is refused for that reason tries again.
"""

import os
from datetime import datetime, timedelta

from libres.context.registry import create_default_registry
from libres.db.scheduler import Scheduler
from sqlalchemy.exc import DBAPIError

from benchmarks._orders import obey_all

CONTEXT, CALENDAR, ZONE = "rivals", "officer", "Europe/Brussels"
SERIALIZATION_FAILURES = {"40001", "40P01"}
MOST_TRIES = 50

_registry = create_default_registry()
_context = _registry.register_context(CONTEXT)
_context.set_setting(
    "dsn", os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg://", 1)
)
_scheduler = Scheduler(_context, CALENDAR, ZONE)


def prepare(starts: list[str], minutes: int) -> str:
    """Make the tables, and one officer's calendar with these times."""
    _scheduler.setup_database()
    _scheduler.allocate([_span(start, minutes) for start in starts])
    _scheduler.commit()
    return str(len(starts))


def book(start: str, minutes: int, email: str) -> str:
    """Reserve and approve in one transaction, again and again while the database says: retry."""
    for _ in range(MOST_TRIES):
        try:
            token = _scheduler.reserve(email, _span(start, minutes))
            _scheduler.approve_reservations(token)
            _scheduler.commit()
        except DBAPIError as error:
            _scheduler.rollback()
            if getattr(error.orig, "sqlstate", "") not in SERIALIZATION_FAILURES:
                raise
        except Exception:
            _scheduler.rollback()
            raise
        else:
            return str(token)
    raise TimeoutError


def booked() -> str:
    """The starts of what is booked, one a line, as often as it is."""
    approved = _scheduler.managed_reservations().filter_by(status="approved")
    starts = [each.start.isoformat() for each in approved]
    _scheduler.rollback()
    return "\n".join(starts)


def _span(start: str, minutes: int) -> tuple[datetime, datetime]:
    begin = datetime.fromisoformat(start)
    return begin, begin + timedelta(minutes=minutes)


if __name__ == "__main__":
    _scheduler.session.connection()
    _scheduler.rollback()
    obey_all({"prepare": prepare, "book": book, "booked": booked})

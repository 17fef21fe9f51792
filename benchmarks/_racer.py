"""One process of a race on the portal itself: holds, confirms, registers, as it is ordered.

How orders are given and answered is told in benchmarks._orders.
"""

import os
from collections.abc import Callable
from datetime import date, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
django.setup()

from django.db import connection  # noqa: E402  needs the settings

from benchmarks._orders import obey_all  # noqa: E402
from events import registration  # noqa: E402
from events.models import Occurrence  # noqa: E402
from permits import booking  # noqa: E402
from permits.models import Center, Visit  # noqa: E402
from permits.offers import FirstOf, Wish  # noqa: E402
from permits.parties import Party, Person  # noqa: E402
from permits.refusals import SlotTaken  # noqa: E402
from permits.waiting import answering, offering  # noqa: E402
from rotonde.celery import app  # noqa: E402
from rotonde.notifications import delivery  # noqa: E402

app.conf.update(broker_url="memory://localhost//", broker_transport_options={})

COMBINED = Party((Person("adult", ("registration", "residence-permit")),))
CITY_ONLY = Party((Person("adult", ("registration",)),))
_centers: dict[str, Center] = {}


def hold(center: str, start: str, at: str, session: str = "", party: Party = COMBINED) -> str:
    return _held(center, datetime.fromisoformat(start), at, session, party)


def hold_first(center: str, first_day: str, days: int, at: str, session: str = "") -> str:
    return _held(center, FirstOf(date.fromisoformat(first_day), days), at, session, COMBINED)


def _held(center: str, start: Wish, at: str, session: str, party: Party) -> str:
    if center not in _centers:
        _centers[center] = Center.objects.select_related("municipality").get(slug=center)
    visit = booking.hold(
        center=_centers[center],
        party=party,
        start=start,
        at=datetime.fromisoformat(at),
        origin=Visit.Origin.API,
        language="en",
        session_key=session,
    )
    return visit.code


def confirm(code: str, at: str, email: str = "racer@example.org") -> str:
    confirmed = booking.confirm(
        code=code, name="Racer", email=email, language="en", at=datetime.fromisoformat(at)
    )
    return "again" if confirmed.already else "booked"


def book(center: str, start: str, at: str, email: str) -> str:
    """One officer's time, held and confirmed."""
    code = hold(center, start, at, party=CITY_ONLY)
    confirm(code, at, email)
    return code


def expire(at: str) -> str:
    return str(booking.expire_holds(at=datetime.fromisoformat(at)))


def move(code: str, start: str, at: str) -> str:
    moved = booking.move(
        code=code, start=datetime.fromisoformat(start), at=datetime.fromisoformat(at)
    )
    return moved.code


def cancel(code: str, at: str) -> str:
    return booking.cancel(code=code, at=datetime.fromisoformat(at)).code


def offer(at: str) -> str:
    return str(offering.offer_freed(at=datetime.fromisoformat(at)))


def accept(code: str, offer: int, at: str) -> str:
    return answering.accept(code=code, offer=offer, at=datetime.fromisoformat(at)).code


def decline(code: str, offer: int, at: str) -> str:
    return answering.decline(code=code, offer=offer, at=datetime.fromisoformat(at)).code


def register(occurrence: int, who: str, people: int, at: str) -> str:
    registered = registration.register(
        occurrence=Occurrence.objects.select_related("event").get(pk=occurrence),
        name="Racer",
        email=f"{who}@example.org",
        language="en",
        adults=people,
        form_key=f"form-of-{who}",
        at=datetime.fromisoformat(at),
    )
    return registered.registration.code


def withdraw(code: str, at: str) -> str:
    return registration.withdraw(code=code, at=datetime.fromisoformat(at)).code


def deliver(at: str) -> str:
    return str(delivery.deliver_due(at=datetime.fromisoformat(at)).sent)


def check_then_insert(slot: int, capacity: int) -> str:
    """What many a booking system does: look whether there is room, then take it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM control WHERE slot = %s", [slot])
        if cursor.fetchone()[0] >= capacity:
            raise SlotTaken
        cursor.execute("INSERT INTO control (slot) VALUES (%s)", [slot])
    return str(slot)


ORDERS: dict[str, Callable[..., str]] = {
    "hold": hold,
    "hold_first": hold_first,
    "confirm": confirm,
    "book": book,
    "expire": expire,
    "move": move,
    "cancel": cancel,
    "offer": offer,
    "accept": accept,
    "decline": decline,
    "register": register,
    "withdraw": withdraw,
    "deliver": deliver,
    "check_then_insert": check_then_insert,
}


if __name__ == "__main__":
    connection.ensure_connection()
    obey_all(ORDERS)

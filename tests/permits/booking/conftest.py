"""The hands of booking at a small center, and the check of its schedule after every test."""

import contextlib
from datetime import timedelta

import pytest

from permits import booking
from permits.offers import FirstOf
from permits.parties import Party, Person
from permits.refusals import SlotTaken
from permits.schedule_check import check
from rotonde.notifications.models import Message
from tests.factories.permits import COMBINED, DAY, NOW, WEB, at_local

MINUTE = timedelta(minutes=1)
NEXT_DAY = DAY + timedelta(1)
FAMILY = Party(
    (
        Person("adult", ("registration", "residence-permit")),
        Person("child", ("registration",)),
    )
)


def hold(world, clock="08:50", *, at=NOW, party=COMBINED, day=DAY, **more):
    start = clock if isinstance(clock, FirstOf) else at_local(clock, day)
    return booking.hold(center=world.center, party=party, start=start, at=at, **WEB | more)


def fill(world):
    """Take every time of the day."""
    with contextlib.suppress(SlotTaken):
        while True:
            hold(world, FirstOf(DAY, 1))


def confirm(visit, *, at=NOW, **more):
    details = {"name": "Aylin Demo", "email": "aylin@example.org", "language": "tr"}
    return booking.confirm(code=visit.code, at=at, **details | more)


def booked(world, clock="08:50", **more):
    held = hold(world, clock, **more)
    return confirm(held, email=f"{held.pk}@example.org").visit


def kinds(visit):
    target = f"visit:{visit.pk}"
    return list(Message.objects.filter(target=target).order_by("id").values_list("kind", flat=True))


@pytest.fixture(autouse=True)
def _schedule_holds(request):
    """After every test the whole schedule must be as promised."""
    yield
    assert [f for f in check(at=NOW) if f.violations] == []

"""A center with colleagues, visits that are booked, and the hand that changes the roster."""

from datetime import datetime, time

import pytest

from permits import booking
from permits.models import Visit
from permits.parties import Party
from permits.rostering import changes
from permits.rostering.planning import Plan, plan
from permits.rostering.reseating import carry_out
from permits.rosters import roll
from permits.schedule_check import check
from tests.factories.permits import (
    COMBINED,
    DAY,
    NOW,
    WEB,
    WeeklyShiftFactory,
    a_center,
    at_local,
)


def a_world(city=2, federal=2):
    """The usual center, with weekly hours that say what its shifts say."""
    world = a_center(city=city, federal=federal, days=0)
    world.center.horizon_days = 3
    world.center.save()
    for officer in world.officers:
        for weekday in range(5):
            for start, end in ((9, 12), (13, 16)):
                WeeklyShiftFactory(
                    officer=officer, weekday=weekday, start_time=time(start), end_time=time(end)
                )
    roll(at=NOW, center=world.center)
    return world


def away(officer, first=DAY, last=None):
    return changes.Away(officer, first, last or first)


def book(world, start: str = "08:50", day=DAY, party: Party = COMBINED, **more) -> Visit:
    """A visit booked the day before; its door is at a local time of the day."""
    held = booking.hold(
        center=world.center, party=party, start=at_local(start, day), at=NOW, **WEB | more
    )
    email = f"{held.pk}@example.org"
    return booking.confirm(
        code=held.code, name=f"Ada {held.pk}", email=email, language="en", at=NOW
    ).visit


def change(what, at: datetime = NOW) -> Plan:
    """See what it would do, and do exactly that."""
    seen = plan(what, at=at)
    return carry_out(change=what, at=at, by=None, expected=seen.digest)


def officers_of(visit: Visit) -> list[int]:
    return list(visit.steps.order_by("first_cell").values_list("officer", flat=True))


@pytest.fixture(autouse=True)
def _schedule_holds(request):
    """Whatever a test does to the roster, every promise of the schedule holds afterwards."""
    request.getfixturevalue("transactional_db" if request.node.get_closest_marker("race") else "db")
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []

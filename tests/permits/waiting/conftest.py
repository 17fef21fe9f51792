"""A small center with one desk of each kind, and parties that wait for its time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from permits import booking
from permits.free_times import free_starts
from permits.models import Visit, WaitingOffer, WaitingParty
from permits.schedule_check import check
from permits.waiting import joining
from permits.waiting.joining import Wish
from tests.factories.permits import COMBINED, DAY, NOW, WEB, World, a_center, at_local

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Far enough to be kept from the public.
LATER = DAY + timedelta(2)


@pytest.fixture(autouse=True)
def _schedule_holds(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test the whole schedule must be as promised."""
    yield
    assert [finding for finding in check(at=NOW) if finding.violations] == []


@pytest.fixture
def world(db: None) -> World:
    """One hour of one day, and that hour is booked: see `fill`."""
    return a_world()


def a_world(**more: Any) -> World:
    return a_center(days=1, first_day=LATER, **more)


def booked(world: World, clock: str = "08:50", **more: Any) -> Visit:
    held = booking.hold(
        center=world.center, party=COMBINED, start=at_local(clock, LATER), at=NOW, **WEB | more
    )
    return booking.confirm(
        code=held.code, name="A", email=f"{held.pk}@example.org", language="en", at=NOW
    ).visit


def fill(world: World) -> list[Visit]:
    """Book the whole day, as long as anything fits."""
    visits = []
    while free := public(world):
        start = free[0]
        held = booking.hold(center=world.center, party=COMBINED, start=start, at=NOW, **WEB)
        visits.append(
            booking.confirm(
                code=held.code, name="A", email=f"{held.pk}@example.org", language="en", at=NOW
            ).visit
        )
    return visits


def public(world: World, *, at: Any = NOW, by_staff: bool = False) -> list[Any]:
    """The starts the public sees."""
    found = free_starts(world.center, COMBINED, first_day=LATER, days=1, at=at, by_staff=by_staff)
    return [start.start for start in found.starts]


def a_wish(**changes: Any) -> Wish:
    wish = {"from_date": DAY, "until_date": LATER, "part": "", "notice_hours": 2}
    return Wish(**wish | changes)


def joins(world: World, name: str = "ada", *, at: Any = NOW, **changes: Any) -> WaitingParty:
    """Somebody joins the list."""
    wish = changes.pop("wish", a_wish())
    details = {
        "center": world.center,
        "municipality": world.center.municipality,
        "party": COMBINED,
        "names": [name.title()],
        "wish": wish,
        "email": f"{name}@example.org",
        "language": "en",
        "form_key": f"form-{name}",
        "at": at,
    }
    return joining.join(**details | changes)


def the_offer(waiting: WaitingParty) -> WaitingOffer | None:
    return waiting.offers.filter(state=WaitingOffer.State.OPEN).select_related("hold").first()

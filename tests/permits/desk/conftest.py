"""A center with its staff on a day with visits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import time_machine

from permits import booking
from permits.models import CenterStaff, Step, Visit
from permits.parties import Party
from rotonde.accounts.models import User
from rotonde.accounts.roles import Role
from tests.factories.accounts import an_account, browser_of
from tests.factories.permits import COMBINED, NOW, WEB, World, a_center, at_local
from tests.strict_client import StrictClient


@dataclass
class Desk:
    """The center, who works there, and the visits that were booked the day before."""

    world: World
    host: User
    officer: User
    manager: User
    elsewhere: User
    newcomer: User
    clock: time_machine.Traveller = field(init=False, repr=False)

    def book(self, start: str = "09:00", name: str = "Ada Ng", party: Party = COMBINED) -> Visit:
        """A visit whose door is at a local time of the day."""
        held = booking.hold(
            center=self.world.center, party=party, start=at_local(start), at=NOW, **WEB
        )
        email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
        return booking.confirm(
            code=held.code, name=name, names=[name], email=email, language="en", at=NOW
        ).visit

    def at(self, clock: str) -> None:
        """Let it be this local time of the day."""
        self.clock.move_to(at_local(clock))

    def browser(self, who: str) -> StrictClient:
        return StrictClient() if who == "anonymous" else browser_of(getattr(self, who))


def steps_of(visit: Visit) -> list[Step]:
    return list(visit.steps.order_by("first_cell"))


def staff(email: str, role: Role, center: object) -> User:
    """An account with a role, and a place at a center."""
    user = an_account(email, role, first_name=role.label)
    CenterStaff.objects.create(center=center, user=user, role=role.value)
    return user


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(staffed_once: Callable[[], Desk], db: None, clock: time_machine.Traveller) -> Desk:
    return at_nine(staffed_once(), clock)


def a_desk(clock: time_machine.Traveller) -> Desk:
    """One of its own, for tests that commit."""
    return at_nine(staffed(), clock)


def at_nine(found: Desk, clock: time_machine.Traveller) -> Desk:
    """At nine in the morning, everybody at work."""
    found.clock = clock
    found.at("09:00")
    return found


def staffed() -> Desk:
    world = a_center()
    return Desk(
        world,
        host=staff("host@example.org", Role.HOST, world.center),
        officer=staff("officer@example.org", Role.OFFICER, world.center),
        manager=staff("manager@example.org", Role.MANAGER, world.center),
        elsewhere=staff("elsewhere@example.org", Role.MANAGER, a_center().center),
        newcomer=an_account("newcomer@example.org", Role.NEWCOMER),
    )

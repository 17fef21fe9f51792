"""One employer with an HR user, an agency under mandate, and everybody who is not concerned."""

from collections.abc import Iterator

import pytest
import time_machine

from rotonde.accounts.models import User
from rotonde.organisations.models import Organisation
from tests.factories.centers import World, open_center
from tests.factories.employers import NOW, OrganisationFactory, a_member


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def employer(db: None, clock: time_machine.Traveller) -> Organisation:
    return OrganisationFactory(slug="acme", name="Acme")


@pytest.fixture
def hr(employer: Organisation) -> User:
    return a_member(employer, "hr@acme.example")


@pytest.fixture
def world(db: None, clock: time_machine.Traveller) -> World:
    return open_center(at=NOW)

"""An organisation with a member and an entry, and an editor."""

from datetime import UTC, date, datetime

import pytest

from rotonde.accounts.models import User
from rotonde.accounts.roles import Role
from rotonde.organisations.models import Membership
from services.models import Channel, Service
from services.proposals.entry import read
from tests.factories.accounts import an_account
from tests.factories.services import OrganisationFactory, PlaceFactory, ServiceFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)  # a Monday


def joined(user: User, service: Service, **dates: date) -> Membership:
    return Membership.objects.create(
        user=user,
        organisation=service.organisation,
        role=Membership.Role.PROVIDER,
        **{"valid_from": date(2020, 1, 1), **dates},
    )


@pytest.fixture
def service() -> Service:
    made = ServiceFactory(
        slug="advice",
        organisation=OrganisationFactory(name="House of Help"),
        name_en="Advice",
        name_nl="Advies",
        summary_en="Open on Monday.",
        phone="09 111 11 11",
        channels=[{"place": PlaceFactory(name="Hall"), "hours": [(1, "09:00", "12:00")]}],
    )
    return read(made.pk)


@pytest.fixture
def desk(service) -> Channel:
    return service.channels.get()


@pytest.fixture
def member(service) -> User:
    user = an_account("member@example.org", language="nl")
    joined(user, service)
    return user


@pytest.fixture
def editor() -> User:
    return an_account("editor@example.org", Role.EDITOR)

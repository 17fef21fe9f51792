"""Employers, who speaks for them, and the people they hire."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from permits.models import Visit
from permits.parties import Party, Person
from rotonde.accounts.models import User
from rotonde.employers import bookings, hiring
from rotonde.employers.models import Hire, Shares
from rotonde.organisations.models import Mandate, Membership, Organisation
from tests.factories.accounts import an_account
from tests.factories.centers import World

# A Monday in March, at nine in Brussels.
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
TODAY = date(2027, 3, 1)
LONG_AGO = date(2020, 1, 1)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"company-{n}")
    name = factory.Sequence(lambda n: f"Company {n}")
    kind = "private"


def a_member(organisation: Organisation, email: str, role: str = "employer", **dates) -> User:
    """Somebody who speaks for `organisation`."""
    user = an_account(email)
    dates = {"valid_from": LONG_AGO, **dates}
    Membership.objects.create(organisation=organisation, user=user, role=role, **dates)
    return user


def an_agent(employer: Organisation, email: str, **dates) -> User:
    """Somebody of an agency that `employer` mandated from and until `dates`."""
    agency = OrganisationFactory()
    Mandate.objects.create(agency=agency, employer=employer, **{"valid_from": LONG_AGO, **dates})
    return a_member(agency, email, role=Membership.Role.AGENT)


def a_hire(
    employer: Organisation | None = None,
    *,
    by: User | None = None,
    shares: Shares | None = None,
    account: User | None = None,
    at: datetime | None = None,
    **changes,
) -> Hire:
    """A hire the way they come about: registered, and accepted when `shares` says what with."""
    at = at or timezone.now()
    employer = employer or OrganisationFactory()
    asked = {
        "name": "Ana Silva",
        "email": "ana@example.org",
        "language": "es",
        "starts_on": at.date() + timedelta(20),
        **changes,
    }
    hire = hiring.register(employer=employer, registered_by=by, at=at, **asked).hire
    if shares is not None:
        hire = hiring.accept(hire=hire, shares=shares, account=account, at=at)
    return hire


def booked_for(hire: Hire, world: World, *, hour: int = 9, at: datetime = NOW) -> Visit:
    """The combined visit of one adult on the first working day of `world`."""
    party = Party((Person("adult", ("registration", "residence-permit")),))
    bookings.hold_visit(
        hire=hire,
        center=world.center,
        party=party,
        municipality=world.gent,
        start=world.at(0, hour),
        at=at,
    )
    return bookings.book_visit(hire=hire, names=[hire.name], at=at)

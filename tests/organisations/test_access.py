from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from rotonde.organisations.access import employer_for, employers_of, organiser_for
from rotonde.organisations.models import Mandate, Membership
from tests.factories.accounts import an_account
from tests.factories.services import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)
DAY = timedelta(1)


@pytest.fixture
def employer():
    return OrganisationFactory(slug="works")


@pytest.fixture
def agency():
    return OrganisationFactory(slug="movers")


def member(user, organisation, role, *, since=TODAY, until=None):
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, valid_from=since, valid_until=until
    )


def mandate(agency, employer, *, since=TODAY, until=None):
    return Mandate.objects.create(
        agency=agency, employer=employer, valid_from=since, valid_until=until
    )


def may_act(user, employer, on=TODAY):
    try:
        return employer_for(user, employer.slug, on=on) == employer
    except Http404:
        return False


def test_hr_acts_for_its_own_employer_only(employer):
    hr = an_account("hr@example.org")
    member(hr, employer, "employer")
    assert may_act(hr, employer)
    assert not may_act(hr, OrganisationFactory(slug="rival"))
    assert not may_act(an_account("other@example.org"), employer)


def test_a_membership_holds_from_its_first_to_its_last_day(employer):
    hr = an_account("hr@example.org")
    member(hr, employer, "employer", since=TODAY, until=TODAY + DAY)
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert [may_act(hr, employer, on=day) for day in days] == [False, True, True, False]


def test_an_agent_acts_under_a_mandate_while_it_holds(employer, agency):
    agent = an_account("agent@example.org")
    member(agent, agency, "agent")
    assert not may_act(agent, employer)
    mandate(agency, employer, until=TODAY + DAY)
    assert may_act(agent, employer)
    assert not may_act(agent, employer, on=TODAY + 2 * DAY)
    # An agent speaks for employers, not for the agency as one.
    assert not may_act(agent, agency)


def test_a_mandate_of_one_employer_opens_no_other(employer, agency):
    agent = an_account("agent@example.org")
    member(agent, agency, "agent")
    mandate(agency, employer)
    rival = OrganisationFactory(slug="rival")
    assert list(employers_of(agent, on=TODAY)) == [employer]
    assert not may_act(agent, rival)


def test_hr_of_an_agency_holds_no_mandates(employer, agency):
    hr = an_account("hr@example.org")
    member(hr, agency, "employer")
    mandate(agency, employer)
    assert list(employers_of(hr, on=TODAY)) == [agency]


def test_an_organiser_speaks_for_their_organisation(employer):
    organiser = an_account("o@example.org")
    member(organiser, employer, "organiser")
    assert organiser_for(organiser, "works", on=TODAY) == employer
    assert not may_act(organiser, employer)


def test_the_database_refuses_nonsense(employer, agency):
    user = an_account()
    member(user, employer, "employer")
    for refused in (
        lambda: member(user, employer, "employer"),
        lambda: member(user, agency, "king"),
        lambda: member(user, agency, "agent", since=TODAY, until=TODAY - DAY),
        lambda: mandate(employer, employer),
        lambda: mandate(agency, employer, since=TODAY, until=TODAY - DAY),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()
    mandate(agency, employer)
    with pytest.raises(IntegrityError), transaction.atomic():
        mandate(agency, employer, since=TODAY + DAY)

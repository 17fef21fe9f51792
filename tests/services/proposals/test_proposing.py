"""A proposal: the entry stays as it is, twice is once, and it can be taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from services.models import Proposal, Service
from services.proposals.entry import values_of
from services.proposals.proposing import NothingChanged, propose, withdraw
from tests.services.proposals.conftest import NOW

pytestmark = pytest.mark.django_db


def test_the_live_entry_stays(service, member) -> None:
    changed_at = Service.objects.get().changed_at
    propose(service=service, by=member, values={"phone": "09 222 22 22"}, at=NOW)
    live = Service.objects.get()
    assert (live.phone, live.changed_at) == ("09 111 11 11", changed_at)


def test_it_remembers_what_the_entry_said(service, member) -> None:
    values = values_of(service) | {"phone": "09 222 22 22"}
    proposal = propose(service=service, by=member, values=values, at=NOW)
    assert proposal.changes == {"phone": {"old": "09 111 11 11", "new": "09 222 22 22"}}


def test_a_second_sending_is_the_same_proposal(service, member) -> None:
    for phone in ("1", "1", "2"):
        propose(service=service, by=member, values={"phone": phone}, at=NOW)
    proposal = Proposal.objects.get()
    assert proposal.changes["phone"]["new"] == "2"


def test_nothing_that_changes_nothing_is_kept(service, member) -> None:
    with pytest.raises(NothingChanged):
        propose(service=service, by=member, values=values_of(service), at=NOW)
    assert not Proposal.objects.exists()


def test_taken_back_once(service, member) -> None:
    proposal = propose(service=service, by=member, values={"phone": "1"}, at=NOW)
    assert withdraw(proposal=proposal, by=member, at=NOW)
    assert not withdraw(proposal=proposal, by=member, at=NOW + timedelta(1))
    assert Proposal.objects.get().state == "withdrawn"


def test_after_one_was_taken_back_another_may_come(service, member) -> None:
    proposal = propose(service=service, by=member, values={"phone": "1"}, at=NOW)
    withdraw(proposal=proposal, by=member, at=NOW)
    propose(service=service, by=member, values={"phone": "1"}, at=NOW)
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "open"},
        {"state": "open", "changes": {}},
        {"state": "declined", "settled_at": NOW},
        {"state": "accepted", "settled_at": NOW},
        {"state": "withdrawn"},
    ],
    ids=["a second open one", "empty", "without a reason", "took nothing", "never settled"],
)
def test_what_the_database_refuses(service, member, wrong) -> None:
    propose(service=service, by=member, values={"phone": "1"}, at=NOW)
    row = {
        "service": service,
        "organisation": service.organisation,
        "changes": {"phone": {"old": "", "new": "1"}},
        "made_at": NOW,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(**row | wrong)

"""What the employer portal tells, erases and does not keep."""

from datetime import timedelta

import pytest

from permits.models import Visit
from rotonde.accounts.personal_data import erase, export, person_at, person_of, purge
from rotonde.employers import hiring
from rotonde.employers.models import Choice, Hire, Shares
from tests.factories.accounts import an_account
from tests.factories.employers import NOW, a_hire, booked_for


def test_the_hire_is_told_everything(employer, hr):
    account = an_account("ana@example.org")
    a_hire(employer, by=hr, shares=Shares.DATE, account=account)
    told = export(person_of(account))
    assert told["hires"][0]["employer"] == "Acme"
    assert told["hires"][0]["choices"] == [{"version": 1, "employer_sees": "date", "at": NOW}]
    assert told["hires_registered"] == []


def test_also_by_address_alone(employer, hr):
    a_hire(employer, by=hr)
    assert export(person_at("ANA@example.org"))["hires"][0]["name"] == "Ana Silva"


def test_who_registers_is_told_no_other_people(employer, hr):
    a_hire(employer, by=hr)
    told = export(person_of(hr))
    assert told["hires_registered"] == [{"employer": "Acme", "registered_at": NOW}]
    assert told["hires"] == []
    assert "ana@example.org" not in str(told)


def test_erasing_the_hire(employer, hr, world):
    account = an_account("ana@example.org")
    hire = a_hire(employer, by=hr, shares=Shares.DATE, account=account)
    booked_for(hire, world)
    touched = erase(person_of(account), at=NOW)
    assert touched["hires"] == 1
    assert not Hire.objects.exists()
    assert not Choice.objects.exists()
    visit = Visit.objects.get()
    assert (visit.state, visit.session_key) == ("cancelled", "")


def test_erasing_who_registered_leaves_the_hire(employer, hr):
    hire = a_hire(employer, by=hr)
    assert erase(person_of(hr), at=NOW)["hires_registered"] == 1
    hire.refresh_from_db()
    assert hire.registered_by is None


@pytest.mark.parametrize(
    ("what", "after"),
    [("accepted", 386), ("unanswered", 91), ("declined", 61), ("withdrawn", 61)],
)
def test_nothing_is_kept_longer_than_said(employer, hr, what, after):
    hire = a_hire(employer, by=hr, shares=Shares.DATE if what == "accepted" else None)
    if what == "declined":
        hiring.decline(hire=hire, at=NOW)
    if what == "withdrawn":
        hiring.withdraw(hire=hire, at=NOW)
    assert purge(at=NOW + timedelta(days=after - 2))["hires"] == 0
    over = NOW + timedelta(days=after)
    assert purge(at=over, dry_run=True)["hires"] == 1
    assert Hire.objects.exists()
    assert purge(at=over)["hires"] == 1
    assert not Hire.objects.exists()

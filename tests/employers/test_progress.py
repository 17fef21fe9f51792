"""How far a hire is, to the employer: only what the hire shares, only what happened."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import VisitEntry
from rotonde.employers import hiring
from rotonde.employers.models import Hire, Shares
from tests.factories.employers import NOW, a_hire, booked_for


def progress(at=NOW):
    return Hire.objects.progressed(at=at).get().progress


def test_invited_lapsed_accepted_declined(employer, hr):
    hire = a_hire(employer, by=hr)
    assert progress() == "invited"
    assert progress(NOW + hiring.INVITATION) == "lapsed"
    hiring.accept(hire=hire, shares=Shares.DATE, at=NOW)
    assert progress(NOW + hiring.INVITATION) == "accepted"


def test_declined(employer, hr):
    hiring.decline(hire=a_hire(employer, by=hr), at=NOW)
    assert progress(NOW + hiring.INVITATION) == "declined"


def test_booked_until_the_end_then_done_if_they_came(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    visit = booked_for(hire, world)
    assert progress() == "booked"
    almost, over = visit.ends_at - timedelta(seconds=1), visit.ends_at + timedelta(seconds=7)
    assert progress(almost) == "booked"
    assert progress(over) == "accepted"  # nobody came
    arrived = VisitEntry.objects.create(visit=visit, action="arrived", at=visit.starts_at)
    assert progress(almost) == "booked"
    assert progress(over) == "done"
    VisitEntry.objects.create(visit=visit, action="undone", undoes=arrived, at=visit.starts_at)
    assert progress(over) == "accepted"


@pytest.mark.parametrize("action", ["missing", "refused", "done"])
def test_what_came_of_a_visit_makes_no_difference(employer, hr, world, action):
    visit = booked_for(a_hire(employer, by=hr, shares=Shares.STATE), world)
    VisitEntry.objects.create(visit=visit, action=action, at=visit.starts_at, note="diploma")
    assert progress(visit.ends_at) == "done"


def test_a_hire_who_shares_nothing_has_no_visit_to_the_employer(employer, hr, world):
    hire = a_hire(employer, by=hr, shares=Shares.STATE)
    visit = booked_for(hire, world)
    hiring.decide_consent(hire=hire, shares=Shares.NOTHING, at=NOW)
    assert progress() == progress(visit.ends_at) == "accepted"


def test_a_cancelled_visit_is_none(employer, hr, world):
    visit = booked_for(a_hire(employer, by=hr, shares=Shares.DATE), world)
    booking.cancel(code=visit.code, at=NOW)
    assert progress() == "accepted"


def test_counted_adds_up(employer, hr):
    for n in range(3):
        a_hire(employer, by=hr, email=f"{n}@x.example")
    a_hire(employer, by=hr, shares=Shares.DATE)
    assert Hire.objects.progressed(at=NOW).counted() == {"invited": 3, "accepted": 1}

from datetime import timedelta

import pytest
from django.db import transaction

from permits.free_times import free_starts
from permits.load import make_load
from permits.models import Step, Visit
from permits.parties import Party, Person
from permits.schedule_check import check
from tests.factories.permits import NOW

pytestmark = pytest.mark.django_db


def load(seed=1, visits=60, **more):
    return make_load(
        **{"officers": 4, "days": 12, "visits": visits, "seed": seed, "at": NOW} | more
    )


def test_a_load_keeps_every_promise_of_the_schedule():
    made = load()
    assert (made.officers, made.visits) == (4, 60)
    assert made.steps == Step.objects.filter(visit__center=made.center).count()
    assert [finding for finding in check(at=NOW) if finding.violations] == []
    parties = {visit.attendees.count() for visit in Visit.objects.all()}
    assert len(parties) > 1


def test_the_same_seed_makes_the_same_load_and_another_seed_another():
    def made(seed):
        with transaction.atomic():
            load(seed)
            rows = list(
                Step.objects.order_by("id").values_list(
                    "officer__name", "first_cell", "visit__code"
                )
            )
            transaction.set_rollback(True)
        return rows

    first = made(1)
    assert made(1) == first
    assert made(2) != first


def test_a_full_calendar_takes_no_more():
    made = load(visits=10_000)
    assert made.visits < 10_000
    # Nobody who comes alone for one thing finds room any more.
    for code in ("registration", "residence-permit"):
        party = Party((Person("adult", (code,)),))
        days = {"first_day": NOW.date() + timedelta(1), "days": 11}
        left = free_starts(made.center, party, at=NOW, **days).starts
        assert len(left) < 20
    assert [finding for finding in check(at=NOW) if finding.violations] == []


def test_a_load_is_made_once():
    load()
    with pytest.raises(ValueError, match="exists already"):
        load()

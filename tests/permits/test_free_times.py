"""Which free times a party is shown."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.free_times import free_starts, nearest
from tests.factories.permits import COMBINED, DAY, NOW, a_center, at_local

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days", [1, 14, 60])
def test_three_queries_whatever_the_days(days):
    world = a_center(city=3, federal=2, days=20)
    with CaptureQueriesContext(connection) as queries:
        assert free_starts(world.center, COMBINED, first_day=DAY, days=days, at=NOW).starts
    assert len(queries) == 3


def test_nearest_are_the_closest_in_order_of_time():
    world = a_center()
    times = nearest(world.center, COMBINED, start=at_local("12:00"), at=NOW, limit=3)
    assert [t.start for t in times] == [at_local("11:05"), at_local("11:10"), at_local("12:50")]


def test_nearest_looks_through_the_whole_horizon_when_nothing_is_near():
    world = a_center(first_day=DAY + timedelta(30))
    (first, *_rest) = nearest(world.center, COMBINED, start=at_local("12:00"), at=NOW)
    assert first.start == at_local("08:50", DAY + timedelta(30))

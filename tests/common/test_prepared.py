"""Statements within the block are kept by the server; those outside are not."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from permits.models import CenterDay
from rotonde.common.prepared import prepared
from tests.factories.permits import DAY, a_center

pytestmark = pytest.mark.django_db


def ask(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int AS asked_by_a_test", [number])
        return cursor.fetchone()[0]


def kept():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%asked_by_a_test%'"
        )
        return cursor.fetchone()[0]


def test_a_statement_that_comes_again_is_planned_once():
    assert [ask(n) for n in range(5)] == [0, 1, 2, 3, 4]
    assert kept() == 0
    with prepared():
        assert [ask(n) for n in range(5)] == [0, 1, 2, 3, 4]
    assert kept() == 1


def test_afterwards_everything_is_as_before_also_where_something_broke():
    before = connection.connection.cursor_factory
    with pytest.raises(ZeroDivisionError), prepared(), prepared():
        raise ZeroDivisionError
    assert connection.connection.cursor_factory is before
    assert connection.connection.prepare_threshold is None


def test_an_error_of_the_database_is_djangos(transactional_db):
    world = a_center()
    CenterDay.objects.create(center=world.center, date=DAY)
    with pytest.raises(IntegrityError), prepared():
        CenterDay.objects.create(center=world.center, date=DAY)


def test_it_can_be_switched_off_for_a_pooler(settings):
    settings.PREPARED_STATEMENTS = False
    with prepared():
        assert [ask(n) for n in range(5)] == [0, 1, 2, 3, 4]
    assert kept() == 0

from datetime import UTC, datetime

import pytest

from permits.deadlines.demo import NEWCOMER, seed_deadlines
from permits.models import Deadline
from tests.factories.accounts import an_account
from tests.factories.deadlines import RuleFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


def test_the_newcomer_keeps_a_list_once() -> None:
    RuleFactory()
    assert not seed_deadlines(at=NOW), "nobody to keep it for"
    an_account(NEWCOMER)
    assert seed_deadlines(at=NOW)
    assert not seed_deadlines(at=NOW)
    assert Deadline.objects.get().case.account.email == NEWCOMER

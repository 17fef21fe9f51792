"""Rules that fit the small world of the pages, published by the gate everybody takes."""

import pytest

from permits.eligibility.publishing import publish
from permits.models import RuleSet
from tests.factories.deadlines import RuleFactory
from tests.permits.eligibility.books import bookable, draft
from tests.permits.views.conftest import NOW, clock, newcomer, stranger, world

__all__ = ["clock", "newcomer", "stranger", "world"]


@pytest.fixture
def rules(world) -> RuleSet:
    """Arriving in Ghent takes the combined visit, for which a passport is enough; taxes wait."""
    RuleFactory(code="R3")
    return publish(version=draft(bookable()).version, revision=0, by=None, at=NOW)

"""An officer is away."""

import pytest

from permits import breaks
from permits.models import Break
from permits.refusals import SlotTaken, TimeTaken
from tests.factories.permits import NOW, a_center, at_local
from tests.permits.booking.conftest import MINUTE, hold

pytestmark = pytest.mark.django_db


class TestBreaks:
    def test_take_time_out_of_an_officers_day_and_give_it_back(self):
        world = a_center()
        away = breaks.block(
            officer=world.city[0], start=at_local("09:00"), minutes=175, at=NOW, reason="Training"
        )
        with pytest.raises(SlotTaken):
            hold(world)
        breaks.unblock(break_time=away)
        assert hold(world)
        assert not Break.objects.exists()

    def test_never_take_time_that_somebody_has(self):
        world = a_center()
        hold(world)
        with pytest.raises(TimeTaken):
            breaks.block(officer=world.city[0], start=at_local("09:20"), minutes=30, at=NOW)
        assert breaks.block(
            officer=world.city[0], start=at_local("09:20"), minutes=30, at=NOW + 10 * MINUTE
        )

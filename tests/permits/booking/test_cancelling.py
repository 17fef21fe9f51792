"""A visit is given up."""

import pytest

from permits import booking
from permits.refusals import HoldExpired, NotBooked, VisitStarted
from tests.factories.permits import NOW, a_center, at_local
from tests.permits.booking.conftest import MINUTE, booked, confirm, hold, kinds

pytestmark = pytest.mark.django_db


class TestCancel:
    def test_frees_the_time_and_tells_once(self):
        world = a_center()
        visit = booked(world)
        cancelled = booking.cancel(code=visit.code, at=NOW + MINUTE, reason="Moved away")
        booking.cancel(code=visit.code, at=NOW + 2 * MINUTE)
        cancelled.refresh_from_db()
        assert (cancelled.state, cancelled.reason) == ("cancelled", "Moved away")
        assert cancelled.cancelled_at == NOW + MINUTE
        assert cancelled.sequence == 1
        assert kinds(visit).count("visit-cancelled") == 1
        assert hold(world).starts_at == visit.starts_at

    def test_of_a_hold_or_a_visit_that_began_is_refused(self):
        world = a_center()
        visit = hold(world)
        with pytest.raises(NotBooked):
            booking.cancel(code=visit.code, at=NOW)
        confirm(visit)
        with pytest.raises(VisitStarted):
            booking.cancel(code=visit.code, at=at_local("08:50"))
        other = hold(world, "13:30")
        with pytest.raises(HoldExpired):
            booking.cancel(code=other.code, at=NOW + 11 * MINUTE)

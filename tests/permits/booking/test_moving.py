"""A visit gets another time."""

import pytest

from permits import booking
from permits.refusals import NoSuchVisit, NotBooked, SlotTaken, VisitCancelled, VisitStarted
from permits.timetable import planned_steps
from tests.factories.permits import NOW, a_center, at_local
from tests.permits.booking.conftest import FAMILY, MINUTE, NEXT_DAY, booked, confirm, hold, kinds

pytestmark = pytest.mark.django_db


class TestMove:
    def test_takes_the_new_time_and_frees_the_old(self):
        world = a_center()
        visit = booked(world, party=FAMILY)
        moved = booking.move(code=visit.code, start=at_local("13:30"), at=NOW + MINUTE)
        moved.refresh_from_db()
        assert moved.starts_at == at_local("13:30")
        assert planned_steps(moved)[0].start == at_local("13:40")
        assert (moved.sequence, moved.ticket, moved.changed_at) == (1, "A01", NOW + MINUTE)
        assert "visit-moved" in kinds(visit)
        assert hold(world).starts_at == visit.starts_at

    def test_by_five_minutes_is_not_blocked_by_itself(self):
        world = a_center()
        visit = booked(world)
        moved = booking.move(code=visit.code, start=at_local("08:55"), at=NOW)
        assert moved.starts_at == at_local("08:55")
        back = booking.move(code=visit.code, start=at_local("08:50"), at=NOW + MINUTE)
        assert back.starts_at == at_local("08:50")

    def test_to_another_day_gets_a_ticket_of_that_day(self):
        world = a_center()
        booked(world, day=NEXT_DAY)
        visit = booked(world, "13:30")
        moved = booking.move(code=visit.code, start=at_local("13:30", NEXT_DAY), at=NOW)
        moved.refresh_from_db()
        assert (moved.date, moved.ticket) == (NEXT_DAY, "A02")

    def test_to_a_taken_time_keeps_the_old(self):
        world = a_center()
        visit = booked(world)
        hold(world, "13:30")
        with pytest.raises(SlotTaken) as refused:
            booking.move(code=visit.code, start=at_local("13:30"), at=NOW)
        visit.refresh_from_db()
        assert visit.starts_at == at_local("08:50")
        assert refused.value.nearest
        assert kinds(visit).count("visit-moved") == 0

    def test_to_the_same_time_changes_nothing(self):
        visit = booked(a_center())
        same = booking.move(code=visit.code, start=at_local("08:50"), at=NOW + MINUTE)
        assert (same.sequence, same.changed_at) == (0, NOW)
        assert "visit-moved" not in kinds(visit)

    def test_of_what_is_no_coming_visit_is_refused(self):
        world = a_center()
        visit = hold(world)
        target = {"start": at_local("13:30"), "at": NOW}
        with pytest.raises(NotBooked):
            booking.move(code=visit.code, **target)
        confirm(visit)
        with pytest.raises(VisitStarted):
            booking.move(code=visit.code, start=at_local("13:30"), at=at_local("09:00"))
        booking.cancel(code=visit.code, at=NOW)
        with pytest.raises(VisitCancelled):
            booking.move(code=visit.code, **target)
        with pytest.raises(NoSuchVisit):
            booking.move(code="", **target)

"""Times that are kept while somebody fills in a form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits import booking
from permits.models import CenterDay, Tick, Visit
from permits.offers import FirstOf
from permits.parties import Party
from permits.refusals import AlreadyBooked, HoldExpired, NoMoreExtensions, SlotTaken, TooManyHolds
from tests.factories.permits import COMBINED, DAY, NOW, WEB, a_center, at_local
from tests.permits.booking.conftest import FAMILY, MINUTE, NEXT_DAY, booked, confirm, fill, hold

pytestmark = pytest.mark.django_db


class TestHold:
    def test_keeps_the_time_for_ten_minutes(self):
        world = a_center()
        visit = hold(world)
        visit.refresh_from_db()
        assert visit.state == Visit.State.HELD
        assert visit.hold_expires_at == NOW + 10 * MINUTE
        assert (visit.starts_at, visit.ends_at) == (at_local("08:50"), at_local("09:40"))
        assert len(visit.code) == 22
        assert visit.date == DAY
        assert Tick.objects.filter(step__visit=visit).count() == 8

    def test_raises_the_version_of_the_day(self):
        world = a_center()
        hold(world)
        hold(world, "13:30")
        assert CenterDay.objects.get(center=world.center, date=DAY).version == 2

    def test_of_a_taken_time_is_refused_with_the_nearest_free_ones(self):
        world = a_center()
        hold(world)
        with pytest.raises(SlotTaken) as refused:
            hold(world)
        assert refused.value.nearest[0].start == at_local("09:15")
        assert refused.value.nearest[0].steps[1].start == at_local("09:50")
        assert Visit.objects.count() == 1

    @pytest.mark.parametrize(
        "start",
        [
            at_local("08:52"),  # off the grid
            at_local("03:00"),  # nobody works
            at_local("08:50", DAY - timedelta(30)),
            at_local("08:50", DAY + timedelta(300)),
            datetime.max.replace(tzinfo=UTC),
            datetime.min.replace(tzinfo=UTC),
        ],
    )
    def test_of_a_time_that_never_was_on_offer_is_refused(self, start):
        world = a_center()
        days = CenterDay.objects.count()
        with pytest.raises(SlotTaken) as refused:
            booking.hold(center=world.center, party=COMBINED, start=start, at=NOW, **WEB)
        assert refused.value.nearest
        assert CenterDay.objects.count() <= days + 1

    def test_of_the_first_time_takes_the_earliest_that_is_free_by_then(self):
        world = a_center()
        taken = hold(world)
        visit = hold(world, FirstOf(DAY, 2))
        assert (taken.starts_at, visit.starts_at) == (at_local("08:50"), at_local("09:15"))

    def test_of_the_first_time_goes_on_to_the_next_day(self):
        world = a_center()
        fill(world)
        with pytest.raises(SlotTaken) as full:
            hold(world, FirstOf(DAY, 1))
        assert full.value.nearest[0].start == at_local("08:50", NEXT_DAY)
        visit = hold(world, FirstOf(DAY, 2))
        assert (visit.date, visit.starts_at) == (NEXT_DAY, at_local("08:50", NEXT_DAY))

    @pytest.mark.parametrize("day", [date.min, DAY - timedelta(30), date.max])
    def test_of_the_first_time_of_days_out_of_reach_is_refused_with_others(self, day):
        world = a_center()
        with pytest.raises(SlotTaken) as refused:
            hold(world, FirstOf(day, 5))
        assert refused.value.nearest
        assert not Visit.objects.exists()

    def test_of_the_first_time_locks_no_day_when_all_are_full(self):
        world = a_center()
        fill(world)
        before = CenterDay.objects.get(center=world.center, date=DAY).version
        with pytest.raises(SlotTaken):
            hold(world, FirstOf(DAY, 1))
        assert CenterDay.objects.get(center=world.center, date=DAY).version == before

    def test_two_officers_of_each_agency_see_two_parties_at_once_and_not_three(self):
        world = a_center(city=2, federal=2)
        officers = {step.officer for _ in range(2) for step in hold(world).steps.all()}
        assert officers == set(world.officers)
        with pytest.raises(SlotTaken):
            hold(world)

    def test_gives_back_the_older_hold_of_the_same_session(self):
        world = a_center()
        older = hold(world, session_key="s1")
        newer = hold(world, "08:55", session_key="s1")
        older.refresh_from_db()
        assert older.state == Visit.State.EXPIRED
        assert not Tick.objects.filter(step__visit=older).exists()
        assert newer.state == Visit.State.HELD

    def test_gives_back_the_older_hold_on_another_day(self):
        world = a_center()
        older = hold(world, session_key="s1")
        hold(world, day=NEXT_DAY, session_key="s1")
        assert hold(world, session_key="s2").starts_at == older.starts_at

    def test_that_is_refused_keeps_the_older_hold(self):
        world = a_center()
        older = hold(world, session_key="s1")
        hold(world, "13:30", session_key="s2")
        with pytest.raises(SlotTaken):
            hold(world, "13:30", session_key="s1")
        older.refresh_from_db()
        assert older.state == Visit.State.HELD

    def test_sweeps_the_holds_of_the_day_that_have_run_out(self):
        world = a_center()
        older = hold(world)
        newer = hold(world, at=NOW + 10 * MINUTE)
        older.refresh_from_db()
        assert older.state == Visit.State.EXPIRED
        assert newer.starts_at == older.starts_at

    def test_is_limited_per_address_which_is_stored_as_a_hash_only(self, settings):
        settings.HOLDS_OPEN_PER_ADDRESS = 2
        settings.HOLDS_PER_ADDRESS_PER_HOUR = 3
        world = a_center()
        visits = [hold(world, c, address="203.0.113.7") for c in ("08:50", "13:30")]
        with pytest.raises(TooManyHolds):
            hold(world, "14:30", address="203.0.113.7")
        hold(world, "14:30", address="203.0.113.8")
        booking.release(code=visits[0].code, at=NOW)
        hold(world, address="203.0.113.7")
        booking.release(code=visits[1].code, at=NOW)
        with pytest.raises(TooManyHolds):
            hold(world, "13:30", address="203.0.113.7")
        assert not Visit.objects.filter(address_hash__contains="203.0").exists()
        assert hold(world, "13:30", address="203.0.113.7", at=NOW + 61 * MINUTE)

    def test_takes_a_constant_number_of_queries(self):
        world = a_center(city=3, federal=3)
        hold(world)
        with CaptureQueriesContext(connection) as few:
            hold(world)
        with CaptureQueriesContext(connection) as more:
            hold(world, party=Party(FAMILY.people * 3))
        assert len(more) == len(few)


class TestExtend:
    def test_gives_five_minutes_at_most_ten_times(self):
        visit = hold(a_center())
        for _ in range(10):
            extended = booking.extend(code=visit.code, at=NOW)
        assert extended.hold_expires_at == NOW + 60 * MINUTE
        with pytest.raises(NoMoreExtensions):
            booking.extend(code=visit.code, at=NOW)

    def test_of_a_hold_that_ran_out_or_was_booked_is_refused(self):
        world = a_center()
        visit = hold(world)
        with pytest.raises(HoldExpired):
            booking.extend(code=visit.code, at=NOW + 10 * MINUTE)
        confirm(visit)
        with pytest.raises(AlreadyBooked):
            booking.extend(code=visit.code, at=NOW)


class TestRelease:
    def test_frees_the_time_at_once_and_may_be_asked_twice(self):
        world = a_center()
        visit = hold(world)
        assert booking.release(code=visit.code, at=NOW).state == Visit.State.EXPIRED
        assert booking.release(code=visit.code, at=NOW).state == Visit.State.EXPIRED
        assert hold(world).starts_at == visit.starts_at

    def test_never_takes_a_visit_away(self):
        visit = booked(a_center())
        with pytest.raises(AlreadyBooked):
            booking.release(code=visit.code, at=NOW)
        assert Tick.objects.filter(step__visit=visit).count() == 8


class TestExpire:
    def test_gives_back_what_ran_out_and_nothing_else(self):
        world = a_center()
        gone, kept = hold(world), hold(world, "13:30")
        other_day = hold(world, day=NEXT_DAY)
        visit = booked(world, "14:30")
        booking.extend(code=kept.code, at=NOW)
        assert booking.expire_holds(at=NOW + 10 * MINUTE) == 2
        states = [Visit.objects.get(pk=v.pk).state for v in (gone, other_day, kept, visit)]
        assert states == ["expired", "expired", "held", "booked"]
        assert booking.expire_holds(at=NOW + 10 * MINUTE) == 0

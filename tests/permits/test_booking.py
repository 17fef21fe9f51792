import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits import booking, breaks
from permits.models import Break, CenterDay, Tick, Visit
from permits.offers import FirstOf
from permits.parties import Party, Person
from permits.refusals import (
    AlreadyBooked,
    HoldExpired,
    NoMoreExtensions,
    NoSuchVisit,
    NotBooked,
    SlotTaken,
    TimeTaken,
    TooManyHolds,
    TooManyVisits,
    VisitCancelled,
    VisitStarted,
)
from permits.schedule_check import check
from permits.timetable import planned_steps
from rotonde.notifications.models import Message
from tests.factories.permits import COMBINED, DAY, NOW, WEB, a_center, at_local

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
NEXT_DAY = DAY + timedelta(1)
FAMILY = Party(
    (
        Person("adult", ("registration", "residence-permit")),
        Person("child", ("registration",)),
    )
)


def hold(world, clock="08:50", *, at=NOW, party=COMBINED, day=DAY, **more):
    start = clock if isinstance(clock, FirstOf) else at_local(clock, day)
    return booking.hold(center=world.center, party=party, start=start, at=at, **WEB | more)


def fill(world):
    """Take every time of the day."""
    with contextlib.suppress(SlotTaken):
        while True:
            hold(world, FirstOf(DAY, 1))


def confirm(visit, *, at=NOW, **more):
    details = {"name": "Aylin Demo", "email": "aylin@example.org", "language": "tr"}
    return booking.confirm(code=visit.code, at=at, **details | more)


def booked(world, clock="08:50", **more):
    held = hold(world, clock, **more)
    return confirm(held, email=f"{held.pk}@example.org").visit


def kinds(visit):
    target = f"visit:{visit.pk}"
    return list(Message.objects.filter(target=target).order_by("id").values_list("kind", flat=True))


@pytest.fixture(autouse=True)
def _schedule_holds(request):
    """After every test the whole schedule must be as promised."""
    yield
    assert [f for f in check(at=NOW) if f.violations] == []


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


class TestConfirm:
    def test_books_the_hold_under_the_same_code(self):
        world = a_center()
        visit = hold(world, party=FAMILY)
        answer = confirm(visit, names=["Aylin Demo", "Can Demo"])
        assert not answer.already
        assert answer.visit.pk == visit.pk
        assert answer.visit.state == Visit.State.BOOKED
        assert answer.visit.ticket == "A01"
        assert [a.name for a in visit.attendees.all()] == ["Aylin Demo", "Can Demo"]

    def test_queues_the_confirmation_and_the_reminders(self):
        week_later = DAY + timedelta(7)
        visit = confirm(hold(a_center(first_day=week_later), day=week_later)).visit
        assert kinds(visit) == ["visit-confirmed", "visit-reminder-3d", "visit-reminder-1d"]
        message = Message.objects.get(kind="visit-confirmed")
        assert (message.recipient, message.language) == ("aylin@example.org", "tr")
        assert visit.code not in message.target

    def test_asked_again_answers_with_the_same_visit(self):
        world = a_center()
        visit = booked(world)
        again = confirm(visit, name="Somebody Else", at=NOW + 60 * MINUTE)
        assert again.already
        assert (again.visit.pk, again.visit.name) == (visit.pk, "Aylin Demo")
        assert kinds(visit).count("visit-confirmed") == 1

    def test_of_a_hold_that_ran_out_is_refused(self):
        visit = hold(a_center())
        with pytest.raises(HoldExpired):
            confirm(visit, at=NOW + 10 * MINUTE)
        assert confirm(visit, at=NOW + 10 * MINUTE - timedelta(microseconds=1)).visit

    def test_of_a_swept_or_released_hold_is_refused(self):
        world = a_center()
        swept = hold(world)
        booking.expire_holds(at=NOW + 10 * MINUTE)
        released = hold(world)
        booking.release(code=released.code, at=NOW)
        for visit in (swept, released):
            with pytest.raises(HoldExpired):
                confirm(visit)

    def test_of_a_cancelled_visit_is_refused(self):
        visit = booked(a_center())
        booking.cancel(code=visit.code, at=NOW)
        with pytest.raises(VisitCancelled):
            confirm(visit)

    def test_of_an_unknown_code_is_refused(self):
        with pytest.raises(NoSuchVisit):
            booking.confirm(code="x" * 22, name="A", email="a@example.org", language="en", at=NOW)

    def test_is_limited_per_mail_address_and_day(self, settings):
        settings.VISITS_PER_MAIL_PER_DAY = 1
        world = a_center()
        confirm(hold(world))
        second = hold(world, "13:30")
        with pytest.raises(TooManyVisits):
            confirm(second, email="AYLIN@example.org")
        second.refresh_from_db()
        assert second.state == Visit.State.HELD
        assert confirm(second, email="other@example.org").visit.ticket == "A02"

    def test_tickets_count_per_day_and_never_come_twice(self):
        world = a_center(city=2, federal=2)
        first, second = booked(world), booked(world)
        booking.cancel(code=second.code, at=NOW)
        third = booked(world)
        other_day = booked(world, day=NEXT_DAY)
        assert [v.ticket for v in (first, second, third, other_day)] == ["A01", "A02", "A03", "A01"]


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

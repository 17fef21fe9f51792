"""A hold becomes a visit."""

from datetime import timedelta

import pytest

from permits import booking
from permits.models import Visit
from permits.refusals import HoldExpired, NoSuchVisit, TooManyVisits, VisitCancelled
from rotonde.notifications.models import Message
from tests.factories.permits import DAY, NOW, a_center
from tests.permits.booking.conftest import FAMILY, MINUTE, NEXT_DAY, booked, confirm, hold, kinds

pytestmark = pytest.mark.django_db


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

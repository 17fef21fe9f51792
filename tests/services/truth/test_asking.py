"""Owners are asked once a quarter; silence marks, then hides; an answer ends it."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from services.filters import Filters
from services.models import OwnersCheck, Service
from services.truth.asking import Swept, ask_owners, confirm
from services.truth.mails import CHECK
from tests.factories.services import OrganisationFactory, ServiceFactory

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def entry(slug: str = "entry", **changes) -> Service:
    given = {"email": "owner@example.org", "checked_on": date(2026, 11, 20)}
    return ServiceFactory(slug=slug, **{**given, **changes})


def sweep(days: int) -> Swept:
    return ask_owners(at=NOW + days * DAY)


def is_shown(service: Service) -> bool:
    return Service.objects.matching(Filters(), reader="en").filter(pk=service.pk).exists()


class TestWhoIsAsked:
    def test_who_was_not_looked_at_for_a_quarter(self):
        entry("old")
        entry("fresh", checked_on=NOW.date() - 10 * DAY)
        entry("never", checked_on=None)
        assert sweep(0) == Swept(asked=2, reminded=0, hidden=0)
        asked = OwnersCheck.objects.values_list("service__slug", flat=True)
        assert sorted(asked) == ["never", "old"]

    def test_the_organisation_where_the_entry_has_no_address(self):
        entry(email="", organisation=OrganisationFactory(email="office@example.org"))
        sweep(0)
        assert OwnersCheck.objects.get().recipient == "office@example.org"

    def test_nobody_where_nobody_can_be_reached(self):
        entry(email="")
        assert sweep(0).asked == 0

    def test_hidden_entries_are_nobodys_worry(self):
        entry(state="hidden")
        assert sweep(0).asked == 0


class TestSilence:
    def test_twice_in_an_hour_is_one_mail(self):
        entry()
        sweep(0)
        assert sweep(0) == Swept(0, 0, 0)
        assert Message.objects.filter(kind=CHECK).count() == 1

    def test_two_reminders_then_marked_then_hidden(self):
        service = entry()
        for days, asks, marked, shown in [
            (0, 1, False, True),
            (13, 1, False, True),
            (14, 2, False, True),
            (28, 3, False, True),
            (42, 4, True, True),
            (56, 4, True, False),
            (70, 4, True, False),
        ]:
            sweep(days)
            check = OwnersCheck.objects.get()
            assert (check.asks, bool(check.marked_at)) == (asks, marked), days
            assert is_shown(service) is shown, days
        assert Message.objects.filter(kind=CHECK).count() == 4

    def test_a_worker_that_was_away_does_not_catch_up_all_at_once(self):
        entry()
        sweep(0)
        sweep(200)
        check = OwnersCheck.objects.get()
        assert (check.asks, check.marked_at) == (2, None)

    def test_what_an_editor_hid_meanwhile_stays_hidden_after_the_answer(self):
        service = entry()
        for days in (0, 14, 28, 42):
            sweep(days)
        Service.objects.update(state="hidden")
        sweep(56)
        confirm(check=OwnersCheck.objects.get(), at=NOW + 60 * DAY)
        assert not is_shown(service)


class TestTheAnswer:
    @pytest.mark.parametrize("after", [(), (0,), (0, 14, 28, 42), (0, 14, 28, 42, 56)])
    def test_ends_the_round_whenever_it_comes(self, after):
        service = entry()
        for days in (0, *after):
            sweep(days)
        assert confirm(check=OwnersCheck.objects.get(), at=NOW + 60 * DAY)
        service.refresh_from_db()
        assert (service.checked_on, service.verified) == ((NOW + 60 * DAY).date(), True)
        assert is_shown(service)
        assert sweep(61) == Swept(0, 0, 0)

    def test_a_second_press_changes_nothing(self):
        entry()
        sweep(0)
        check = OwnersCheck.objects.get()
        assert confirm(check=check, at=NOW)
        assert not confirm(check=check, at=NOW + DAY)
        assert Service.objects.get().checked_on == NOW.date()

    def test_a_quarter_later_they_are_asked_again_by_another_link(self):
        entry()
        sweep(0)
        before = OwnersCheck.objects.get()
        confirm(check=before, at=NOW)
        assert sweep(90).asked == 0
        assert sweep(93).asked == 1
        after = OwnersCheck.objects.get()
        assert (after.asks, after.answered_at) == (1, None)
        assert after.code != before.code

    def test_the_reminder_that_crossed_the_answer_is_not_sent(self, mailoutbox):
        entry()
        sweep(0)
        confirm(check=OwnersCheck.objects.get(), at=NOW)
        deliver_due(at=NOW)
        assert mailoutbox == []
        assert Message.objects.get(kind=CHECK).state == Message.State.DROPPED


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_one_mail():
    entry()
    problems: list[Exception] = []

    def run() -> None:
        try:
            ask_owners(at=NOW)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    sweeps = [Thread(target=run) for _ in range(4)]
    for each in sweeps:
        each.start()
    for each in sweeps:
        each.join()
    assert problems == []
    assert Message.objects.filter(kind=CHECK).count() == 1

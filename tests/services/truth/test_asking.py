"""Owners are asked once a quarter; silence marks, then hides; an answer ends it."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from rotonde.accounts.models import User
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from services.filters import Filters
from services.models import OwnersCheck, Service, Suggestion
from services.truth.asking import Swept, ask_owners, confirm
from services.truth.mails import CHECK
from services.truth.suggesting import reply, settle, suggest
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

    @pytest.mark.parametrize("days", [(0,), (0, 14, 28, 42)])
    def test_ends_where_an_editor_checked_the_entry_meanwhile(self, days):
        service = entry()
        for day in days:
            sweep(day)
        checked = NOW + (days[-1] + 13) * DAY
        Service.objects.update(checked_on=checked.date(), verified=True)
        for later in (14, 28, 42):
            assert sweep(days[-1] + later) == Swept(0, 0, 0)
        check = OwnersCheck.objects.get()
        assert (check.next_at, check.marked_at) == (None, None)
        assert is_shown(service)

    def test_the_mark_goes_with_the_next_sweep_after_an_editor_s_check(self):
        entry()
        for days in (0, 14, 28, 42):
            sweep(days)
        Service.objects.update(checked_on=(NOW + 43 * DAY).date())
        sweep(43)
        assert OwnersCheck.objects.get().marked_at is None

    def test_ends_where_an_editor_hid_the_entry(self):
        entry()
        sweep(0)
        Service.objects.update(state="hidden")
        assert sweep(14) == Swept(0, 0, 0)
        assert OwnersCheck.objects.get().next_at is None

    def test_the_reminder_that_crossed_the_editor_is_not_sent(self, mailoutbox):
        entry()
        sweep(0)
        Service.objects.update(checked_on=NOW.date())
        deliver_due(at=NOW)
        assert mailoutbox == []

    def test_what_an_editor_shows_again_is_no_longer_marked(self):
        service = entry()
        for days in (0, 14, 28, 42, 56):
            sweep(days)
        Service.objects.update(state="published", checked_on=(NOW + 60 * DAY).date())
        sweep(60)
        check = OwnersCheck.objects.get()
        assert (check.marked_at, check.hidden_at) == (None, None)
        assert sweep(60 + 90) == Swept(0, 0, 0)
        assert sweep(60 + 92).asked == 1
        assert is_shown(service)

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


class TestACorrection:
    """The owner answers that something is wrong: no more mails, and no word of silence."""

    @pytest.fixture
    def editor(self) -> User:
        return User.objects.create_user(email="editor@example.org", password="x")

    def reply_after(self, *days: int) -> tuple[Service, Suggestion]:
        service = entry()
        for day in days:
            sweep(day)
        check = OwnersCheck.objects.get()
        return service, reply(check=check, text="We have moved.", at=NOW + (days[-1] + 1) * DAY)

    @pytest.mark.parametrize("days", [(0,), (0, 14, 28, 42)])
    def test_ends_the_chasing_of_its_round(self, days):
        service, _correction = self.reply_after(*days)
        for later in (14, 28, 42, 56, 70):
            assert sweep(days[-1] + later) == Swept(0, 0, 0)
        check = OwnersCheck.objects.get()
        assert (check.marked_at, check.hidden_at, check.answered_at) == (None, None, None)
        assert is_shown(service)

    def test_the_reminder_that_crossed_it_is_not_sent(self, mailoutbox):
        self.reply_after(0)
        deliver_due(at=NOW + DAY)
        assert mailoutbox == []

    def test_is_no_check_until_an_editor_has_dealt_with_it(self, editor):
        service, correction = self.reply_after(0)
        assert Service.objects.get().checked_on == service.checked_on
        settle(suggestion=correction, state=Suggestion.State.DONE, at=NOW + 3 * DAY, by=editor)
        service.refresh_from_db()
        assert (service.checked_on, service.verified) == ((NOW + 3 * DAY).date(), True)
        assert OwnersCheck.objects.get().answered_at == NOW + 3 * DAY

    def test_the_last_of_several_counts(self, editor):
        _service, first = self.reply_after(0)
        second = reply(check=OwnersCheck.objects.get(), text="And a new phone.", at=NOW + 2 * DAY)
        settle(suggestion=first, state=Suggestion.State.DONE, at=NOW + 3 * DAY, by=editor)
        assert OwnersCheck.objects.get().answered_at is None
        settle(suggestion=second, state=Suggestion.State.DONE, at=NOW + 4 * DAY, by=editor)
        assert OwnersCheck.objects.get().answered_at == NOW + 4 * DAY

    def test_one_that_is_left_as_it_is_checks_nothing(self, editor):
        service, correction = self.reply_after(0)
        settle(suggestion=correction, state=Suggestion.State.DECLINED, at=NOW + DAY, by=editor)
        assert OwnersCheck.objects.get().answered_at is None
        assert Service.objects.get().checked_on == service.checked_on

    def test_a_stranger_s_correction_answers_nothing(self, editor):
        service = entry()
        sweep(0)
        correction = suggest(service=service, text="Closed on Friday.", at=NOW)
        settle(suggestion=correction, state=Suggestion.State.DONE, at=NOW, by=editor)
        assert OwnersCheck.objects.get().answered_at is None
        assert sweep(14).reminded == 1

    def test_what_silence_hid_waits_for_the_editor(self, editor):
        service, correction = self.reply_after(0, 14, 28, 42, 56)
        assert not is_shown(service)
        settle(suggestion=correction, state=Suggestion.State.DONE, at=NOW + 60 * DAY, by=editor)
        assert is_shown(service)

    def test_nobody_is_asked_while_it_waits(self, editor):
        _service, correction = self.reply_after(0)
        assert sweep(120).asked == 0
        settle(
            suggestion=correction, state=Suggestion.State.DECLINED, at=NOW + 120 * DAY, by=editor
        )
        assert sweep(121).asked == 1

    def test_a_quarter_goes_by_after_it(self, editor):
        _service, correction = self.reply_after(0, 14, 28, 42)
        settle(suggestion=correction, state=Suggestion.State.DECLINED, at=NOW + 44 * DAY, by=editor)
        assert sweep(100).asked == 0
        assert sweep(140).asked == 1


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

from datetime import UTC, date, datetime, timedelta

import pytest

from permits.deadlines import cases
from permits.deadlines.reminders import due_at, queue_deadline_reminders
from permits.deadlines.situations import Situation, situation_of
from permits.models import Case, Deadline, DeadlineRule
from rotonde.accounts.personal_data import erase, export, person_of, purge
from rotonde.notifications.delivery import deliver_due
from rotonde.notifications.models import Message
from tests.factories.accounts import an_account
from tests.factories.deadlines import RuleFactory
from tests.factories.messages import is_relevant

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)  # a Monday
ARRIVAL = date(2027, 3, 1)  # eight working days later: Thursday 11 March
ACT_BY = date(2027, 3, 11)


def situation(**known: date) -> Situation:
    return Situation("non-eu", "work", "", None, known or {"arrival": ARRIVAL})


@pytest.fixture
def account():
    return an_account(language="nl")


def kept(account) -> list[tuple[str, date]]:
    return [(row.rule.code, row.act_by) for row in cases.deadlines_of(account)]


def test_what_was_told_is_kept_with_its_deadlines(account) -> None:
    RuleFactory(code="R3")
    RuleFactory(code="R6", anchors=["move"])
    case = cases.keep(account=account, situation=situation(), at=NOW)
    assert situation_of(case) == situation()
    assert kept(account) == [("R3", ACT_BY)]


def test_saving_again_changes_and_adds_no_second(account) -> None:
    RuleFactory(code="R3")
    cases.keep(account=account, situation=situation(), at=NOW)
    row = Deadline.objects.get()
    cases.keep(account=account, situation=situation(arrival=ARRIVAL + timedelta(1)), at=NOW)
    assert Case.objects.count() == 1
    assert kept(account) == [("R3", ACT_BY + timedelta(1))]
    assert Deadline.objects.get().pk == row.pk
    cases.keep(account=account, situation=situation(move=ARRIVAL), at=NOW)
    assert kept(account) == []


def test_done_stays_done_until_the_date_changes(account) -> None:
    RuleFactory(code="R3")
    cases.keep(account=account, situation=situation(), at=NOW)
    cases.settle(deadline=Deadline.objects.get(), done=True, at=NOW)
    cases.keep(account=account, situation=situation(), at=NOW + timedelta(1))
    assert Deadline.objects.get().done_at == NOW
    cases.keep(account=account, situation=situation(arrival=ARRIVAL + timedelta(1)), at=NOW)
    assert Deadline.objects.get().done_at is None


def test_a_corrected_rule_reaches_those_who_saved_before(account) -> None:
    rule = RuleFactory(code="R3")
    cases.keep(account=account, situation=situation(), at=NOW)
    DeadlineRule.objects.filter(pk=rule.pk).update(due_count=3)
    assert cases.reckon_anew(at=NOW) == 1
    assert kept(account) == [("R3", date(2027, 3, 4))]


def test_a_new_version_with_the_same_date_leaves_what_is_done(account) -> None:
    RuleFactory(code="R3")
    cases.keep(account=account, situation=situation(), at=NOW)
    cases.settle(deadline=Deadline.objects.get(), done=True, at=NOW)
    newer = RuleFactory(code="R3", valid_from=date(2027, 1, 1))
    cases.reckon_anew(at=NOW)
    assert Deadline.objects.get().rule == newer
    assert Deadline.objects.get().done_at == NOW


def test_forgetting_leaves_nothing(account) -> None:
    RuleFactory()
    cases.keep(account=account, situation=situation(), at=NOW)
    cases.forget(account=account)
    assert not Case.objects.exists()
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(("days", "hour"), [(3, 8), (1, 8)])
def test_reminders_come_at_nine_where_the_reader_is(account, days: int, hour: int) -> None:
    RuleFactory(reminder_days=[3, 1])
    cases.keep(account=account, situation=situation(), at=NOW)
    moment = datetime(2027, 3, 11, hour, tzinfo=UTC) - timedelta(days)
    assert queue_deadline_reminders(at=moment) == 1
    message = Message.objects.get()
    assert message.due_at == moment
    told = (message.recipient, message.language, message.kind)
    assert told == (account.email, "nl", "deadline-reminder")
    assert queue_deadline_reminders(at=moment + timedelta(minutes=15)) == 0
    assert queue_deadline_reminders(at=moment - timedelta(minutes=15)) == 0


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_every_reminder_is_queued_wherever_the_reader_is(zone: str) -> None:
    account = an_account(time_zone=zone)
    RuleFactory(reminder_days=[3, 1])
    cases.keep(account=account, situation=situation(), at=NOW)
    at = NOW
    while at < NOW + timedelta(12):
        queue_deadline_reminders(at=at)
        at += timedelta(hours=1)
    assert Message.objects.count() == 2


def test_nobody_is_reminded_of_what_they_just_typed(account) -> None:
    RuleFactory(reminder_days=[1])
    late = datetime(2027, 3, 10, 8, 30, tzinfo=UTC)
    cases.keep(account=account, situation=situation(), at=late)
    assert queue_deadline_reminders(at=late + timedelta(minutes=5)) == 0


def queued(account, **rule) -> Message:
    RuleFactory(reminder_days=[3], **rule)
    cases.keep(account=account, situation=situation(), at=NOW)
    assert queue_deadline_reminders(at=datetime(2027, 3, 8, 8, tzinfo=UTC)) == 1
    return Message.objects.get()


def test_what_is_done_moved_or_forgotten_is_not_sent(account) -> None:
    message = queued(account)
    assert is_relevant(message)
    deadline = Deadline.objects.get()
    cases.settle(deadline=deadline, done=True, at=NOW)
    assert not is_relevant(message)
    cases.settle(deadline=deadline, done=False, at=NOW)
    assert is_relevant(message)
    cases.keep(account=account, situation=situation(arrival=ARRIVAL + timedelta(1)), at=NOW)
    assert not is_relevant(message)
    cases.forget(account=account)
    assert not is_relevant(message)


def test_an_account_closed_gets_nothing(account) -> None:
    message = queued(account)
    account.is_active = False
    account.save()
    assert not is_relevant(message)
    assert queue_deadline_reminders(at=datetime(2027, 3, 8, 8, 15, tzinfo=UTC)) == 0


def test_the_mail_says_what_by_when_and_who_decides(account, mailoutbox) -> None:
    queued(account, title_nl="Schrijf je in", summary_nl="Binnen 8 werkdagen.", verified=False)
    deliver_due(at=datetime(2027, 3, 8, 8, 1, tzinfo=UTC))
    (mail,) = mailoutbox
    assert "Schrijf je in" in mail.subject
    assert "Binnen 8 werkdagen." in mail.body
    assert "11 maart 2027" in mail.body
    assert "/nl/my/" in mail.body
    (html, _kind) = mail.alternatives[0]
    assert 'lang="nl"' in html


def test_nine_is_nine_on_both_sides_of_the_clock_change() -> None:
    from zoneinfo import ZoneInfo

    brussels = ZoneInfo("Europe/Brussels")
    assert due_at(date(2027, 3, 29), 3, brussels) == datetime(2027, 3, 26, 8, tzinfo=UTC)
    assert due_at(date(2027, 3, 29), 1, brussels) == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_a_person_can_take_along_and_erase_it(account) -> None:
    RuleFactory(code="R3")
    cases.keep(account=account, situation=situation(), at=NOW)
    other = an_account("other@example.org")
    cases.keep(account=other, situation=situation(), at=NOW)
    told = export(person_of(account))["deadlines"]
    assert told["arrival"] == ARRIVAL
    assert [row["rule"] for row in told["deadlines"]] == ["R3"]
    assert export(person_of(an_account("new@example.org")))["deadlines"] is None
    erase(person_of(account), at=NOW)
    assert [case.account for case in Case.objects.all()] == [other]


def test_old_cases_go_unless_something_is_to_come(account, settings) -> None:
    RuleFactory(reminder_days=[])
    cases.keep(account=account, situation=situation(), at=NOW)
    far = an_account("far@example.org")
    cases.keep(account=far, situation=situation(arrival=date(2031, 1, 6)), at=NOW)
    later = NOW + timedelta(settings.VISIT_RETENTION_DAYS + 1)
    assert purge(at=later, dry_run=True)["deadlines"] == 1
    assert Case.objects.count() == 2
    assert purge(at=later)["deadlines"] == 1
    assert Case.objects.get().account == far

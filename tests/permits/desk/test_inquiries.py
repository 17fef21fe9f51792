from datetime import timedelta

from django.conf import settings

from permits.desk.inquiries import inquiries, take_down
from permits.models import Inquiry
from rotonde.accounts.personal_data import purge
from tests.factories.permits import DAY, at_local


def ask(desk, question: str, at, outcome: str = "answered", form_key: str = "") -> Inquiry:
    return take_down(
        center=desk.world.center,
        question=question,
        language="en",
        about=None,
        outcome=Inquiry.Outcome(outcome),
        at=at,
        by=desk.host,
        form_key=form_key,
    )


def test_the_day_and_what_is_still_open_from_before(desk) -> None:
    at, before = at_local("09:00"), at_local("09:00") - timedelta(days=1)
    today = ask(desk, "bus", at)
    still_open = ask(desk, "school", before, "open")
    ask(desk, "tax", before)
    assert list(inquiries(desk.world.center, DAY)) == [today, still_open]
    assert not inquiries(desk.elsewhere.desks.get().center, DAY)


def test_words_go_after_the_retention_and_the_count_stays(desk) -> None:
    at = at_local("09:00")
    asked = ask(desk, "How does Ada Ng register?", at)
    late = at + timedelta(days=settings.VISIT_RETENTION_DAYS + 1)
    assert purge(at=late, dry_run=True)["visits"] == 1
    purge(at=late)
    asked.refresh_from_db()
    assert (asked.question, asked.outcome) == ("", "answered")


def test_a_form_sent_twice_is_one_question(desk) -> None:
    at = at_local("09:00")
    first, second = (ask(desk, "bus", at, form_key="k" * 22) for _time in range(2))
    assert first == second
    assert Inquiry.objects.count() == 1


def test_the_same_question_of_two_people_is_two(desk) -> None:
    at = at_local("09:00")
    assert ask(desk, "bus", at, form_key="k" * 22) != ask(desk, "bus", at, form_key="l" * 22)

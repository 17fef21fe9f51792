from datetime import timedelta

import pytest

from permits.desk.closing import close
from permits.desk.feedback import FEWEST, AlreadyAnswered, answer, report
from permits.desk.noting import settle
from permits.models import Feedback, Step
from tests.factories.permits import DAY, at_local
from tests.permits.desk.conftest import steps_of

AT = at_local("10:00")
YES, NO = Feedback.Answer.YES, Feedback.Answer.NO


@pytest.fixture
def closing(desk):
    visit = desk.book()
    for step in steps_of(visit):
        settle(step=step, outcome=Step.Outcome.DONE, at=AT, by=desk.officer)
    return close(visit=visit, cards=[], at=AT, by=desk.host)


def test_an_answer_counts_once_and_says_nothing_of_whom(desk, closing) -> None:
    given = answer(closing=closing, friendly=YES, understood=NO, at=AT + timedelta(days=1))
    assert given.week == DAY - timedelta(days=1)
    with pytest.raises(AlreadyAnswered):
        answer(closing=closing, friendly=NO, understood=NO, at=AT)
    assert Feedback.objects.count() == 1
    names = {field.name for field in Feedback._meta.get_fields()}
    assert names == {"id", "center", "week", "friendly", "understood"}


def test_after_thirty_days_it_is_too_late(desk, closing) -> None:
    with pytest.raises(AlreadyAnswered):
        answer(closing=closing, friendly=YES, understood=YES, at=AT + timedelta(days=30))


def test_few_answers_are_not_told(desk) -> None:
    center = desk.world.center
    monday = DAY - timedelta(days=1)
    for n in range(FEWEST):
        told = report(center, at=AT)
        assert (told.answers, told.friendly) == (n, None)
        Feedback.objects.create(center=center, week=monday, friendly=YES, understood=NO)
    told = report(center, at=AT)
    assert told.friendly == [("Yes", FEWEST), ("Partly", 0), ("No", 0)]
    assert told.understood == [("Yes", 0), ("Partly", 0), ("No", FEWEST)]

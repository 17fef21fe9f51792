import pytest

from permits.desk.closing import close
from permits.desk.noting import settle
from permits.models import Feedback, Step
from tests.factories.permits import at_local
from tests.keyless import keyless
from tests.permits.desk.conftest import clock, desk, steps_of

__all__ = ["clock", "desk"]

ANSWER = {"friendly": "yes", "understood": "partly"}


@pytest.fixture
def path(desk) -> str:
    visit = desk.book()
    for step in steps_of(visit):
        settle(step=step, outcome=Step.Outcome.DONE, at=at_local("09:00"), by=desk.officer)
    closing = close(visit=visit, cards=[], at=at_local("09:00"), by=desk.host)
    return f"/en/appointments/feedback/{closing.code}/"


def test_two_questions_are_answered_once_without_an_account(desk, path) -> None:
    browser = desk.browser("anonymous")
    page = keyless(browser.get(path).content.decode())
    assert "Were we friendly?" in page
    assert "Ada" not in page
    assert browser.post(path, ANSWER).status_code == 302
    assert "Thank you" in browser.get(path).content.decode()
    browser.post(path, {**ANSWER, "friendly": "no"})
    assert [(f.friendly, f.understood) for f in Feedback.objects.all()] == [("yes", "partly")]


def test_looking_answers_nothing(desk, path) -> None:
    desk.browser("anonymous").get(path, ANSWER)
    assert not Feedback.objects.exists()


def test_half_an_answer_is_asked_again(desk, path) -> None:
    for answer in ({"friendly": "yes"}, {**ANSWER, "understood": "perhaps"}):
        response = desk.browser("anonymous").post(path, answer)
        assert response.status_code == 400
    assert not Feedback.objects.exists()


def test_a_link_nobody_was_given(desk) -> None:
    assert desk.browser("anonymous").get("/en/appointments/feedback/x/").status_code == 404
    assert desk.browser("anonymous").delete("/en/appointments/feedback/x/").status_code == 405

from bs4 import BeautifulSoup

from permits.models import Inquiry

QUESTIONS = "/en/desk/questions/"
ASKED = {"question": "Where do I get a bus card?", "language": "fr", "about": "", "outcome": "open"}


def test_a_question_is_taken_down_and_settled_later(desk) -> None:
    browser = desk.browser("host")
    response = browser.post(QUESTIONS, ASKED, follow=True)
    page = BeautifulSoup(response.content, "html.parser")
    assert ASKED["question"] in page.text
    asked = Inquiry.objects.get()
    assert (asked.language, asked.outcome, asked.by) == ("fr", "open", desk.host)
    settle = page.select_one("form[action*='settled']")["action"]
    browser.post(settle, {"outcome": "answered"})
    asked.refresh_from_db()
    assert asked.outcome == "answered"
    again = browser.post(settle, {"outcome": "card"}, follow=True)
    assert "noted already" in again.content.decode()


def test_the_page_sent_twice_is_one_question(desk) -> None:
    browser = desk.browser("host")
    page = BeautifulSoup(browser.get(QUESTIONS).content, "html.parser")
    asked = {**ASKED, "form_key": page.select_one("[name=form_key]")["value"]}
    for _sent in range(2):
        browser.post(QUESTIONS, asked)
    assert Inquiry.objects.count() == 1


def test_what_cannot_be_is_said_and_nothing_is_lost(desk) -> None:
    browser = desk.browser("host")
    for field, value in (("question", ""), ("question", "x" * 301), ("outcome", "gone")):
        response = browser.post(QUESTIONS, {**ASKED, field: value})
        assert response.status_code == 400
        assert field in response.context["form"].errors
    assert not Inquiry.objects.exists()


def test_an_outcome_nobody_knows_is_not_there(desk) -> None:
    browser = desk.browser("host")
    browser.post(QUESTIONS, ASKED)
    path = f"{QUESTIONS}{Inquiry.objects.get().pk}/settled/"
    for outcome in ("gone", "open", ""):
        assert browser.post(path, {"outcome": outcome}).status_code == 404

from bs4 import BeautifulSoup
from django.urls import reverse

from permits.desk.noting import check_in
from permits.models import Officer, Visit
from tests.factories.permits import at_local
from tests.permits.desk.conftest import steps_of


def panel(desk, visit, who: str = "host") -> BeautifulSoup:
    response = desk.browser(who).get(f"{reverse('desk:board')}?visit={visit.pk}")
    return BeautifulSoup(response.content, "html.parser").select_one("#visit")


def here(desk, clock: str = "08:57") -> Visit:
    return check_in(visit=desk.book(), at=at_local(clock), by=desk.host)


def test_a_party_that_is_here_can_be_called_and_handed_over(desk) -> None:
    visit = here(desk)
    shown = panel(desk, visit)
    officer = desk.world.city[0].name
    assert f"Call for {officer}" in shown.text
    browser = desk.browser("officer")
    answer = browser.post(shown.select_one("form[action$='/call/']")["action"], follow=True)
    assert f"{visit.ticket} is called." in answer.content.decode()
    over = shown.select_one("form[action$='/hand-over/']")["action"]
    answer = browser.post(over, {"note": "tall"}, follow=True)
    assert f"goes on to {desk.world.federal[0].name}" in answer.content.decode()
    assert "tall" in panel(desk, visit).select_one(".private-note").text


def test_whose_turn_is_over_is_offered_the_next_fit(desk) -> None:
    visit = here(desk)
    assert panel(desk, visit).select_one(".replan") is None
    desk.at("09:40")
    offered = panel(desk, visit).select_one("form.replan")
    assert "09:40" in offered.text
    assert "10:20" in offered.text
    answer = desk.browser("host").post(offered["action"], follow=True)
    assert "through by 10:20" in answer.content.decode()


def test_a_refusal_needs_a_reason_and_keeps_it(desk) -> None:
    step = steps_of(here(desk))[0]
    path = reverse("desk:settled", args=[step.pk, "refused"])
    browser = desk.browser("officer")
    assert "Say why" in browser.post(path, {"reason": " "}, follow=True).content.decode()
    step.refresh_from_db()
    assert step.outcome == ""
    browser.post(path, {"reason": "no address"})
    step.refresh_from_db()
    assert step.outcome == "refused"
    assert step.entries.get().note == "no address"


def test_a_private_note_is_for_the_desk_alone(desk) -> None:
    visit = desk.book()
    path = reverse("desk:note", args=[visit.pk])
    browser = desk.browser("officer")
    browser.post(path, {"text": "afraid of dogs"})
    assert "afraid of dogs" in panel(desk, visit).text
    page = desk.browser("anonymous").get(reverse("permits:visit", args=[visit.code]))
    assert "afraid of dogs" not in page.content.decode()


def test_a_note_that_is_empty_or_too_long_is_refused_in_words(desk) -> None:
    visit = desk.book()
    path = reverse("desk:note", args=[visit.pk])
    for text in ("", "x" * 301, "a\0b"):
        assert desk.browser("officer").post(path, {"text": text}).status_code == 302
    assert not visit.entries.exists()


def test_officers_who_do_not_speak_the_language_are_named(desk) -> None:
    visit = desk.book()
    Officer.objects.filter(pk=desk.world.federal[0].pk).update(languages=["nl"])
    assert f"{desk.world.federal[0].name}: not in English" in panel(desk, visit).text
    path = reverse("desk:interpreter", args=[visit.pk])
    desk.browser("host").post(path, {"need": "arranged"})
    assert "Interpreter arranged" in panel(desk, visit).text
    visit.refresh_from_db()
    assert visit.interpreter == "arranged"


def test_an_interpreter_nobody_knows_is_refused(desk) -> None:
    visit = desk.book()
    path = reverse("desk:interpreter", args=[visit.pk])
    assert desk.browser("host").post(path, {"need": "a parrot"}).status_code == 302
    assert not visit.entries.exists()

from bs4 import BeautifulSoup
from django.urls import reverse

from permits.models import Document, Requirement, Visit
from tests.permits.desk.conftest import steps_of


def prepared(desk):
    """A visit whose first step asks for a lease; its step and the page about it."""
    lease = Document.objects.create(slug="lease", official_name="Huurcontract", name_en="Lease")
    Requirement.objects.create(procedure=desk.world.registration, document=lease, form="copy")
    step = steps_of(desk.book())[0]
    return step, reverse("desk:missing", args=[step.pk])


def test_the_papers_of_the_procedure_and_the_first_free_time_are_proposed(desk) -> None:
    _step, path = prepared(desk)
    page = BeautifulSoup(desk.browser("officer").get(path).content, "html.parser")
    assert "Lease (Huurcontract)" in page.text
    starts = [each["value"] for each in page.select("input[name=start]")]
    assert page.select_one("input[name=start][checked]")["value"] == starts[0] != ""
    assert starts[-1] == ""


def test_noted_and_booked(desk) -> None:
    step, path = prepared(desk)
    browser = desk.browser("officer")
    page = BeautifulSoup(browser.get(path).content, "html.parser")
    start = page.select_one("input[name=start][checked]")["value"]
    response = browser.post(path, {"documents": ["lease"], "other": "a photo", "start": start})
    assert response.status_code == 302
    follow_up = Visit.objects.get(follow_up_of=step.visit)
    assert follow_up.to_bring == "Lease (Huurcontract); a photo"
    board = browser.get(response["Location"].split("#")[0]).content.decode()
    assert "Comes back on" in board


def test_without_a_date_they_book_it_themselves(desk) -> None:
    step, path = prepared(desk)
    assert desk.browser("officer").post(path, {"other": "a photo", "start": ""}).status_code == 302
    step.refresh_from_db()
    assert step.outcome == "missing"
    assert not Visit.objects.filter(follow_up_of=step.visit).exists()


def test_nothing_missing_is_nothing_to_note(desk) -> None:
    step, path = prepared(desk)
    for answer in ({"start": ""}, {"documents": ["unknown"], "start": ""}):
        assert desk.browser("officer").post(path, answer).status_code == 400
    step.refresh_from_db()
    assert step.outcome == ""


def test_noted_by_somebody_else_in_between(desk) -> None:
    step, path = prepared(desk)
    answer = {"other": "a photo", "start": ""}
    desk.browser("host").post(path, answer)
    response = desk.browser("officer").post(path, answer, follow=True)
    assert "noted this already" in response.content.decode()
    assert step.visit.entries.filter(action="missing").count() == 1

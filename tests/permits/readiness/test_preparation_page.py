"""The queue of the back office and the page of one party: what they show, and to whom."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from permits.models import Agency, PaperCheck, PaperRequest, WorkTime
from permits.readiness.answering import answer
from permits.readiness.reading import readiness_of
from rotonde.common.languages import CODES
from tests.factories.permits import NOW

QUEUE = "/en/desk/preparation/"
CLICKS = ["doubt", "doubt-settled", "ask", "clock-start", "standard"]


def address(name, visit):
    return reverse(f"desk:{name}", args=[visit.pk])


def rows(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [link.select_one("bdi").text for link in page.select("[data-row]")]


def make_ready(office, visit):
    given = {p.name: "have" for p in readiness_of(visit).people[0].papers}
    answer(visit=visit, given={**given, office.question(visit): "yes"}, at=NOW)


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("newcomer", 404), ("officer", 200), ("host", 200), ("manager", 200)],
)
def test_who_reads_it(office, who, status):
    visit = office.desk.book("10:00")
    browser = office.desk.browser(who)
    assert browser.get(QUEUE).status_code == status
    assert browser.get(address("prepare", visit)).status_code == status
    assert browser.post(QUEUE).status_code == (405 if status == 200 else status)


@pytest.mark.parametrize("name", CLICKS)
@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("newcomer", 404), ("elsewhere", 404)]
)
def test_who_changes_nothing(office, name, who, status):
    visit = office.desk.book("10:00")
    asked = {"paper": office.paper(visit), "doubt": "?", "to": "person", "words": "Hi"}
    browser = office.desk.browser(who)
    assert browser.post(address(name, visit), asked).status_code == status
    assert not PaperCheck.objects.exists()
    assert not PaperRequest.objects.exists()
    assert office.desk.browser("host").get(address(name, visit)).status_code == 405


def test_another_centers_visits_are_not_listed(office):
    visit = office.desk.book("10:00")
    browser = office.desk.browser("elsewhere")
    assert rows(browser.get(QUEUE)) == []
    assert browser.get(f"{QUEUE}?center={office.desk.world.center.slug}").status_code == 404
    assert browser.get(address("prepare", visit)).status_code == 404


def test_the_queue_by_standing_day_and_agency(office):
    visit, ready = office.desk.book("10:00"), office.desk.book("11:00", "Bo Ng")
    make_ready(office, ready)
    browser = office.desk.browser("officer")
    assert rows(browser.get(QUEUE)) == [visit.ticket, ready.ticket]
    assert rows(browser.get(QUEUE + "?standing=ready")) == [ready.ticket]
    assert rows(browser.get(QUEUE + "?standing=missing")) == [visit.ticket]
    assert rows(browser.get(QUEUE + "?standing=doubtful")) == []
    assert rows(browser.get(f"{QUEUE}?day={visit.date}")) == [visit.ticket, ready.ticket]
    assert rows(browser.get(QUEUE + "?day=2027-03-03")) == []
    agency = Agency.objects.get(kind="federal", center=visit.center)
    assert len(rows(browser.get(f"{QUEUE}?agency={agency.slug}"))) == 2
    assert rows(browser.get(QUEUE + "?agency=none")) == []


@pytest.mark.parametrize("visits", [1, 3])
def test_the_queries_of_the_queue_do_not_grow(office, visits, django_assert_max_num_queries):
    for number in range(visits):
        office.desk.book(("10:00", "11:00", "13:30")[number], f"Ada{number} Ng")
    browser = office.desk.browser("officer")
    browser.get(QUEUE)
    with django_assert_max_num_queries(23):
        assert len(rows(browser.get(QUEUE))) == visits


def test_a_doubt_is_noted_told_and_settled(office):
    visit = office.desk.book("10:00")
    browser, paper = office.desk.browser("officer"), office.paper(visit)
    empty = browser.post(address("doubt", visit), {"paper": paper, "doubt": ""})
    assert empty.status_code == 400
    assert "Say what you doubt" in empty.content.decode()
    browser.post(address("doubt", visit), {"paper": paper, "doubt": "Is it <valid>?"})
    page = office.desk.browser("anonymous").get(visit.get_absolute_url())
    assert "Is it <valid>?" in BeautifulSoup(page.content, "html.parser").get_text()
    assert "Is it &lt;valid&gt;?" in browser.get(address("prepare", visit)).content.decode()
    browser.post(address("doubt-settled", visit), {"paper": paper})
    assert PaperCheck.objects.get().doubt == ""


def test_a_paper_that_is_not_asked_for_cannot_be_doubted(office):
    visit = office.desk.book("10:00")
    wrong = {"paper": "paper-1-999999", "doubt": "?"}
    response = office.desk.browser("officer").post(address("doubt", visit), wrong, follow=True)
    assert response.status_code == 200
    assert not PaperCheck.objects.exists()


def test_what_was_typed_is_not_lost_when_they_were_just_asked(office):
    visit, browser = office.desk.book("10:00"), office.desk.browser("officer")
    assert browser.post(address("ask", visit), {"to": "person"}).status_code == 302
    again = browser.post(address("ask", visit), {"to": "person", "words": "Hello again"})
    assert again.status_code == 409
    assert "Hello again" in again.content.decode()
    assert browser.post(address("ask", visit), {"to": "king"}).status_code == 400


def test_the_clock_runs_and_stops_and_says_for_whom(office):
    visit, browser = office.desk.book("10:00"), office.desk.browser("officer")
    what = {"procedure": "registration", "kind": "preparation"}
    assert browser.post(address("clock-start", visit), what).status_code == 302
    assert f"Your clock runs for {visit.ticket}" in browser.get(QUEUE).content.decode()
    second = browser.post(address("clock-start", visit), what, follow=True)
    assert "Stop it first" in second.content.decode()
    stop = reverse("desk:clock-stop")
    assert "counted" in browser.post(stop, follow=True).content.decode()
    assert "No clock" in browser.post(stop, follow=True).content.decode()
    assert WorkTime.objects.get().minutes == 1
    assert browser.post(address("standard", visit), what).status_code == 302
    assert WorkTime.objects.count() == 2


@pytest.mark.parametrize(
    "what",
    [{}, {"procedure": "registration", "kind": "sleep"}, {"procedure": "x", "kind": "handling"}],
)
def test_only_what_the_visit_is_for_can_be_counted(office, what):
    visit = office.desk.book("10:00")
    response = office.desk.browser("officer").post(address("clock-start", visit), what)
    assert response.status_code == 404
    assert not WorkTime.objects.exists()


def test_the_board_tells_what_is_missing(office):
    visit = office.desk.book("10:00")
    page = office.desk.browser("host").get(f"/en/desk/?visit={visit.pk}&day={visit.date}")
    text = " ".join(BeautifulSoup(page.content, "html.parser").get_text(" ").split())
    assert "3 missing" in text
    assert "Lease" in text


@pytest.mark.parametrize("language", CODES)
def test_in_every_language(office, language):
    visit = office.desk.book("10:00")
    with override(language):
        pages = [reverse("desk:preparation"), address("prepare", visit)]
    browser = office.desk.browser("officer")
    for page in pages:
        assert browser.get(page).status_code == 200
